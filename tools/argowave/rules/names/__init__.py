"""Rules about what things may be called."""
