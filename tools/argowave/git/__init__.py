"""Git, asked about a repository that may be a stranger's, and what it ignores or leaves out."""
