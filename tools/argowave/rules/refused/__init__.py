"""Rules about what Kubernetes' own validation refuses and no schema states."""
