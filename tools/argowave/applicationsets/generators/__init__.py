"""One generator a file: what it states → its elements."""
