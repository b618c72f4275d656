"""case-collision: two names in one folder differ in upper and lower case only."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from argowave.finding import Finding, Severity
from argowave.rules.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from argowave.rules.scene import Scene


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each pair of names of which an Application reads one or both."""
    twins_of = cache(lambda folder: _twins_of(f"{scene.repository}/{folder}"))
    met: set[frozenset[str]] = set()
    for path in sorted(scene.tree.read):
        for one, other in _pairs(path, twins_of):
            if frozenset((one, other)) not in met:
                met.add(frozenset((one, other)))
                yield Finding(path, None, "", "", _message(path, one, other), "")


def _pairs(path: str, twins_of: Callable[[str], dict[str, list[str]]]) -> Iterator[tuple[str, str]]:
    """Give the path, or one of its folders, with each other that has its name but for case."""
    folder = ""
    for name in path.split("/"):
        for other in twins_of(folder).get(_fold(name), ()):
            if other != name:
                yield f"{folder}{name}", f"{folder}{other}"
        folder += f"{name}/"


def _twins_of(folder: str) -> dict[str, list[str]]:
    """Return the names in a folder that are not alone, by what a file system makes of them."""
    with suppress(OSError):  # of another repository, or within an archive
        return _twins(folder, os.stat(folder).st_mtime_ns)  # noqa: PTH116 (half of it is Path's)
    return {}


@lru_cache(maxsize=1000)  # every Argo CD instance has files below the same folders
def _twins(folder: str, _changed: int) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in sorted(os.listdir(folder)):  # noqa: PTH208 (names are asked for)
        found.setdefault(_fold(name), []).append(name)
    return {key: names for key, names in found.items() if len(names) > 1}


def _fold(name: str) -> str:
    if name.isascii():
        return name.lower()
    import unicodedata  # noqa: PLC0415 (few names need it)

    return unicodedata.normalize("NFC", name).casefold()


def _message(path: str, one: str, other: str) -> str:
    what = f"the name differs from {other}" if one == path else f"{one} differs from {other}"
    return f"{what} in upper and lower case only, so a checkout on macOS or Windows has one of both"


RULE = Rule(
    name="case-collision",
    summary="two names in one folder differ in upper and lower case only",
    why=(
        "File systems of macOS and Windows take both for one name: a checkout has the content of "
        "one of them, git shows the other as changed, and a commit of that replaces it for all."
    ),
    mend="Rename one of the two.",
    source="https://git-scm.com/docs/git-config#Documentation/git-config.txt-coreignoreCase",
    check=check,
    severity=Severity.WARNING,
)
