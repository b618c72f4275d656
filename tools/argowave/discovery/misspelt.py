"""Objects that were meant for Argo CD, and that nobody reads: a slip, or no apiVersion at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.finding import Finding, Severity
from argowave.words.slip import is_slip, slip_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from argowave.manifest import Manifest

RULE: Final = "unknown-kind"
_GROUP: Final = "argoproj.io"
_VERSION: Final = f"apiVersion: {_GROUP}/v1alpha1"
# what each has below spec, and hardly anything else that has its kind
_FIELDS: Final = {
    "Application": {"destination", "project"},
    "ApplicationSet": {"generators", "template"},
    "AppProject": {"destinations", "sourceRepos"},
}
_KINDS: Final = tuple(_FIELDS)


def misspelt(manifests: Iterable[Manifest]) -> Iterator[Finding]:
    """Give a finding for each object whose kind or group is nearly one that Argo CD reads.

    What has no apiVersion may be there for something else, and is a warning.
    """
    for manifest in manifests:
        document = manifest.document
        place = (document.source, document.line, manifest.subject, "")
        if message := _message(manifest):
            yield Finding(*place, message, RULE)
        elif _lacks_version(manifest):
            message = f"without apiVersion nothing takes it for one of Argo CD's; write {_VERSION}"
            yield Finding(*place, message, RULE, Severity.WARNING)


def _message(manifest: Manifest) -> str:
    group, _, version = manifest.api_version.partition("/")
    if group == _GROUP:
        meant = slip_of(manifest.kind, _KINDS)
        return f"Argo CD knows no kind {manifest.kind}; did you mean {meant}?" if meant else ""
    if manifest.kind in _KINDS and is_slip(group, _GROUP):
        meant = f"{_GROUP}/{version or 'v1alpha1'}"
        return f"Argo CD reads no {manifest.kind} of {manifest.api_version}; did you mean {meant}?"
    return ""


def _lacks_version(manifest: Manifest) -> bool:
    """Tell whether all but the apiVersion of one of Argo CD's objects is there."""
    spec, fields = manifest.body.get("spec"), _FIELDS.get(manifest.kind)
    is_whole = bool(fields) and isinstance(spec, dict) and bool(manifest.name)
    return is_whole and "apiVersion" not in manifest.body and set(fields or ()) <= set(spec or ())
