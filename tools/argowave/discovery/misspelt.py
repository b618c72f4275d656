"""Objects that were meant for Argo CD, and that nobody reads for a slip in their kind or group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.finding import Finding
from argowave.slip import is_slip, slip_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from argowave.manifest import Manifest

RULE: Final = "unknown-kind"
_GROUP: Final = "argoproj.io"
_KINDS: Final = ("Application", "ApplicationSet", "AppProject")


def misspelt(manifests: Iterable[Manifest]) -> Iterator[Finding]:
    """Give a finding for each object whose kind or group is nearly one that Argo CD reads."""
    for manifest in manifests:
        if message := _message(manifest):
            document = manifest.document
            yield Finding(document.source, document.line, manifest.subject, "", message, RULE)


def _message(manifest: Manifest) -> str:
    group, _, version = manifest.api_version.partition("/")
    if group == _GROUP:
        meant = slip_of(manifest.kind, _KINDS)
        return f"Argo CD knows no kind {manifest.kind}; did you mean {meant}?" if meant else ""
    if manifest.kind in _KINDS and is_slip(group, _GROUP):
        meant = f"{_GROUP}/{version or 'v1alpha1'}"
        return f"Argo CD reads no {manifest.kind} of {manifest.api_version}; did you mean {meant}?"
    return ""
