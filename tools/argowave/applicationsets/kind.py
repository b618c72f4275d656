"""Which manifests are ApplicationSets."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argowave.manifest import Manifest


def is_application_set(manifest: Manifest) -> bool:
    """Tell whether a manifest is an Argo CD ApplicationSet, of any version of its group."""
    return manifest.kind == "ApplicationSet" and manifest.group == "argoproj.io"
