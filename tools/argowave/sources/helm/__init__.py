"""A Helm chart and what an Application says about it → the manifests of `helm template`."""

from __future__ import annotations
