"""A targetRevision and the versions that there are → the one that Argo CD takes.

Source for the behaviour: util/versions/tags.go, argo-cd v3.5.1 (Masterminds/semver v3).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_VERSION: Final = re.compile(
    r"v?(?P<major>\d+)(?:\.(?P<minor>\d+))?(?:\.(?P<patch>\d+))?"
    r"(?:-(?P<before>[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?"
)


def is_version(text: str) -> bool:
    """Tell whether Argo CD takes a revision for a version and looks no further: 1.2 is one."""
    return _VERSION.fullmatch(text) is not None


def highest(revision: str, versions: Sequence[str]) -> str | None:
    """Return the highest version that a constraint allows, None where it is none or none meets it.

    A version stands for itself, whether it is there or not; something that is no constraint either
    has to be there.
    """
    if is_version(revision):
        return revision
    from argowave.sources.helm.constraint import meeting  # noqa: PLC0415 (the Helm library)

    candidates = [each for each in versions if is_version(each)]
    met = meeting(revision, candidates)
    if met is None:
        return revision if revision in versions else None
    return max(met, key=_precedence, default=None)


def newest(versions: Sequence[str]) -> str:
    """Return the highest version, of those before a release only where there is no other; or ""."""
    known = [each for each in versions if is_version(each)]
    return max(known, key=lambda each: ("-" not in each, _precedence(each)), default="")


def _precedence(
    version: str,
) -> tuple[tuple[int, int, int], bool, tuple[tuple[bool, int, str], ...]]:
    """Return what orders versions: semver's precedence; an end comes before anything else."""
    match = _VERSION.fullmatch(version)
    if match is None:
        return (0, 0, 0), False, ()
    numbers = int(match["major"]), int(match["minor"] or 0), int(match["patch"] or 0)
    words = (match["before"] or "").split(".")
    before = tuple((not w.isdecimal(), int(w) if w.isdecimal() else 0, w) for w in words)
    return numbers, not match["before"], before
