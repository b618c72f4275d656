"""What is kept between two runs in a folder of the user's own, bounded and safe under several."""
