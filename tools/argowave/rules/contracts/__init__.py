"""What two layers agree on: ARNs, accounts, regions, policies, keys, endpoints."""
