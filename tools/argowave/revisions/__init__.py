"""Other revisions of a repository than what stands in its folder: branches, tags, commits."""
