"""One Application source → the manifests that Argo CD would apply for it."""

from __future__ import annotations
