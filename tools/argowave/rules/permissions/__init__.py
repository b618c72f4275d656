"""What an AppProject, the cluster or Argo CD's settings do not let an Application apply."""
