"""Files of this machine: read without waiting, walked once, written whole or not at all."""
