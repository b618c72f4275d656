"""What names something that is not there, or cannot be what it wants."""
