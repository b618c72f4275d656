"""A kustomization's folder → the manifests that Argo CD would build from it.

```
folder ─▶ references ─▶ closure ─▶ staging ─▶ edits ─▶ program (kustomize or kubectl) ─▶ origins
                           └─▶ remote or inflated by Helm: named as not checked, pieces are read
```
"""
