"""What the cluster's version of Kubernetes has no longer, or not yet."""
