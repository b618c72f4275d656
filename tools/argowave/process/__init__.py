"""The process itself: what it may open, how it ends, what it prints to, what it does beside."""
