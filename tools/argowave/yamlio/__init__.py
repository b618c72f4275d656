"""bytes → documents exactly as Kubernetes reads them (sigs.k8s.io/yaml)."""
