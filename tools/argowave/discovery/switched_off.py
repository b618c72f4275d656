"""Roots → those that a kustomization in use has as a comment, so that nobody applies them.

`# - monitoring` among the resources is how people switch something off for a while.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from argowave.discovery.candidates import is_deployer
from argowave.files.regular import content_of
from argowave.files.slashes import relpath
from argowave.sources.detection import KUSTOMIZATION_NAMES
from argowave.words.listing import first_few

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from argowave.discovery.installed import Installed
    from argowave.manifest import Manifest
    from argowave.tree.application import Tree

_SHOWN: Final = 3
_ENTRY: Final = re.compile(rb"^\s*#[\s#]*-\s+[\"']?(?:\./)?([^\s\"'#]+?)/?[\"']?\s*(?:#.*)?$")


def switched_off(
    roots: Sequence[Manifest], grown: Tree, installed: Installed, repository: Path
) -> dict[str, str]:
    """Return the files and folders of such roots, each with the kustomization that names it.

    There is none where no Application would be left. One that leads to the kustomization itself
    is on, as the root beside what it applies is.

    Args:
        roots: what seems to be applied by hand.
        grown: what follows when all of them are applied.
        installed: what charts and kustomizations give that are installed by hand.
        repository: absolute.
    """
    owners: dict[str, set[str]] = {}
    for root in roots:
        if is_deployer(root):
            owners.setdefault(place_of(root, installed), set()).add(root.name)
    found: dict[str, str] = {}
    commented: dict[str, frozenset[str]] = {}
    for kustomization, users in _in_use(grown, installed):
        folder = kustomization.rpartition("/")[0]
        if kustomization not in commented:
            commented[kustomization] = _commented(content_of(repository / kustomization))
        for place, names in owners.items() if commented[kustomization] else ():
            if relpath(place, folder or ".") in commented[kustomization] and not names & users:
                found[place] = kustomization
    return found if set(owners) - set(found) else {}


def place_of(root: Manifest, installed: Installed) -> str:
    """Return the file that an object stands in, or the folder from which it is installed."""
    name = installed.folders.get(id(root))
    return root.document.source if name is None else installed.home(name)


def said_of_switched_off(found: dict[str, str]) -> tuple[str, ...]:
    """Return a sentence for each kustomization that has something as a comment."""
    by_kustomization: dict[str, list[str]] = {}
    for place, kustomization in sorted(found.items()):
        by_kustomization.setdefault(kustomization, []).append(place)
    return tuple(
        f"{first_few(places, _SHOWN)} was taken to be switched off, as a comment in "
        f"{kustomization} names it"
        if len(places) == 1
        else f"{first_few(places, _SHOWN)} were taken to be switched off, as comments in "
        f"{kustomization} name them"
        for kustomization, places in by_kustomization.items()
    )


def _in_use(grown: Tree, installed: Installed) -> Iterator[tuple[str, set[str]]]:
    """Give each kustomization that is built, and the names on the way from a root down to it."""
    for application in grown.applications:
        names = {each.rpartition("/")[2] for each in application.chain}
        for piece in application.partial:
            if piece.source.rpartition("/")[2] in KUSTOMIZATION_NAMES:
                yield piece.source, names
    for folder in sorted(installed.kustomizations):
        for name in KUSTOMIZATION_NAMES:
            yield (f"{folder}/{name}" if folder != "." else name), set()


def _commented(data: bytes) -> frozenset[str]:
    """Return the entries of lists that stand in comments."""
    lines = (_ENTRY.match(line) for line in data.splitlines())
    return frozenset(each[1].decode(errors="replace") for each in lines if each)
