"""Values that charts are given and do nothing with."""
