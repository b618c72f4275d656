"""A targetRevision and the versions that there are → the one that Argo CD takes.

Source for the behaviour: util/versions/tags.go, argo-cd v3.5.1 (Masterminds/semver v3).
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_VERSION: Final = re.compile(
    r"v?(?P<major>\d+)(?:\.(?P<minor>\d+))?(?:\.(?P<patch>\d+))?"
    r"(?:-(?P<before>[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?"
)

_FIRST: Final = 256  # versions that a range is asked of first; most take one of the newest
_GROWTH: Final = 4  # times as many after those


def is_version(text: str) -> bool:
    """Tell whether Argo CD takes a revision for a version and looks no further: 1.2 is one."""
    return _VERSION.fullmatch(text) is not None


def is_range(text: str) -> bool:
    """Tell whether Argo CD takes a revision for a range of versions."""
    from argowave.sources.helm.constraint import meeting  # noqa: PLC0415 (the Helm library)

    return not is_version(text) and meeting(text, []) is not None


def highest(revision: str, versions: Sequence[str]) -> str | None:
    """Return the highest version that a constraint allows, None where it is none or none meets it.

    A version stands for itself, whether it is there or not; something that is no constraint either
    has to be there.
    """
    return revision if is_version(revision) else Tags(versions).highest(revision)


class Tags:
    """The names of tags, in which ranges of versions are looked for: each is asked of few."""

    def __init__(self, names: Sequence[str]) -> None:
        """Remember them as they were listed: of two that are alike the first one counts."""
        self._names = names

    @cached_property
    def _versions(self) -> list[str]:
        """Those that are versions, the highest first."""
        known = [each for each in self._names if is_version(each)]
        return sorted(known, key=_precedence, reverse=True)

    def highest(self, revision: str) -> str | None:
        """Return what `highest` does."""
        if is_version(revision):
            return revision
        from argowave.sources.helm.constraint import meeting  # noqa: PLC0415 (the Helm library)

        start, number = 0, _FIRST
        while True:
            met = meeting(revision, self._versions[start : start + number])
            if met is None:
                return revision if revision in self._names else None
            start, number = start + number, number * _GROWTH
            if met or start >= len(self._versions):
                return next(iter(met), None)


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
