"""What Argo CD reads differently from what was meant: options, hooks, waves, revisions."""
