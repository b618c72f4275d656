"""A kustomization's folder → the manifests that Argo CD would build from it.

```
folder ─▶ references ─▶ search ─▶ closure ─▶ staging ─▶ edits ─▶ program (kustomize or kubectl)
                          │           │                                            └─▶ origins
                          │           └─▶ not built here: named as not checked, pieces are read
                          └─ remotes: what was fetched
```
"""
