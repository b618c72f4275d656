"""What two owners claim: objects, names and fields."""
