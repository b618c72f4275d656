"""A manifest → its sync wave."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from argowave.manifest import WAVE_ANNOTATION

if TYPE_CHECKING:
    from argowave.manifest import Manifest

HELM_WEIGHT: Final = "helm.sh/hook-weight"
_INTEGER: Final = re.compile(r"[+-]?[0-9]+\Z")
_LARGEST: Final = 2**63


def read_integer(text: object) -> int | None:
    """Return what Go's strconv.Atoi makes of an annotation, None where it gives an error."""
    if not isinstance(text, str) or not _INTEGER.match(text):
        return None
    number = int(text)
    return number if -_LARGEST <= number < _LARGEST else None


def wave_of(manifest: Manifest) -> int:
    """Return the sync wave; an annotation that is no integer counts as none.

    Wave in gitops-engine/pkg/sync/syncwaves/waves.go: the annotation, then Helm's hook weight,
    then 0.
    """
    annotations = manifest.annotations
    for name in (WAVE_ANNOTATION, HELM_WEIGHT):
        number = read_integer(annotations.get(name))
        if number is not None:
            return number
    return 0
