"""What lets in, gives away or takes more than it should."""
