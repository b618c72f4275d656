"""HTTP as everything here fetches by it: bounded, and with credentials for one host only."""
