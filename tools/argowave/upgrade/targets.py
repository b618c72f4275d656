"""Versions as people write them → versions to look at, oldest first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from argowave.errors import InvocationError
from argowave.kubernetes_version import resolve_version

if TYPE_CHECKING:
    from collections.abc import Sequence

_RANGE: Final = ".."
_ARGO_CD: Final = re.compile(r"v?(\d{1,3})\.(\d{1,3})(?:\.\d+)?\Z")


def kubernetes_targets(asked: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    """Return the minor versions that words such as 1.37 and 1.33..1.37 mean, oldest first.

    Raises:
        InvocationError: a word is no version, none that is known, or a range the wrong way round.
    """
    found: set[str] = set()
    for word in asked:
        first, dots, last = word.partition(_RANGE)
        start, end = (known.index(resolve_version(each, known)) for each in (first, last or first))
        if dots and (not last or start > end):
            message = f'"{word}" is no range of versions'
            raise InvocationError(message, hint="write it as 1.33..1.37, the older one first")
        found.update(known[start : end + 1])
    return tuple(each for each in known if each in found)


def argocd_targets(asked: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Return (major, minor) of each version of Argo CD, oldest first.

    Raises:
        InvocationError: a word is no version.
    """
    found = set()
    for word in asked:
        match = _ARGO_CD.match(word)
        if match is None:
            message = f'"{word}" is no version of Argo CD'
            raise InvocationError(message, hint="write it as 3.5 or v3.5.1")
        found.add((int(match[1]), int(match[2])))
    return tuple(sorted(found))
