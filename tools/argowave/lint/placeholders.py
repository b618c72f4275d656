"""Manifests with placeholders of argocd-vault-plugin → the values that it fills in before a sync.

Source: argocd-vault-plugin's documents; `<name>` counts in what has an annotation
avp.kubernetes.io/path, `<path:…#key>` everywhere. A sidecar of the repo-server may discover any
folder, whatever an Application says, so that what such a value will be is not known here.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from argowave.report.summary import count
from argowave.sources.request import NotChecked
from argowave.typed import value_at
from argowave.validate import Status

if TYPE_CHECKING:
    from argowave.manifest import Manifest
    from argowave.validate import Result

_ANNOTATION: Final = "avp.kubernetes.io/path"
_INLINE: Final = re.compile(r"<(?:path|secret|vault):[^<>\n]+>")
_ANY: Final = re.compile(r"<[^<>\n]+>")


def unknown_values(number: int) -> tuple[NotChecked, ...]:
    """Return what says that so many values were not judged, nothing where there are none."""
    if not number:
        return ()
    why = "argocd-vault-plugin fills in what is there when Argo CD generates manifests"
    return (NotChecked(count(number, "value"), why),)


def without_placeholders(result: Result, manifest: Manifest) -> Result:
    """Return a result without what it says of values that are filled in later."""
    if result.status is not Status.INVALID:
        return result
    annotations = manifest.metadata.get("annotations")
    own = isinstance(annotations, dict) and _ANNOTATION in annotations
    pattern = _ANY if own else _INLINE
    kept = tuple(
        each
        for each in result.violations
        if not _is_filled_in(pattern, manifest.body, each.pointer)
    )
    if len(kept) == len(result.violations):
        return result
    return replace(result, violations=kept, status=Status.INVALID if kept else Status.VALID)


def _is_filled_in(pattern: re.Pattern[str], body: object, pointer: tuple[str | int, ...]) -> bool:
    value = value_at(body, pointer)
    return isinstance(value, str) and pattern.search(value) is not None
