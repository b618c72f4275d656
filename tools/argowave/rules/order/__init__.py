"""What comes too early, what nothing waits for, and what never ends."""
