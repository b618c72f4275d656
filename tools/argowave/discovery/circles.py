"""Applications that apply each other, and that no other one applies → where somebody begins.

Argo CD that keeps itself is one: its Application applies the root, and the root applies it.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from argowave.discovery.candidates import identity, is_deployer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from argowave.manifest import Manifest
    from argowave.tree import Tree

    Identity = tuple[str, str, str]


def starts_of_circles(
    roots: Iterable[Manifest], entry: Sequence[Manifest], grown: Tree
) -> list[Manifest]:
    """Return objects from which everything is reached that no root leads to.

    Of a circle it is the one whose file is nearest to the top, by path where there are several.

    Args:
        roots: what nothing else applies.
        entry: the objects of every file with one of Argo CD's.
        grown: what follows when all of them are applied.
    """
    leads = _leads(grown)
    reached = _reached((identity(each) for each in roots), leads)
    lost = [each for each in entry if is_deployer(each) and identity(each) not in reached]
    found: list[Manifest] = []
    for each in sorted(lost, key=_nearness):
        own = identity(each)
        if own not in reached and own in _reached(leads.get(own, ()), leads):
            found += [other for other in lost if identity(other) == own]
            reached |= _reached([own], leads)
    return found


def _nearness(manifest: Manifest) -> tuple[int, str]:
    path = manifest.document.source
    return len(PurePosixPath(path).parts), path


def _leads(grown: Tree) -> Mapping[Identity, set[Identity]]:
    """Return which objects of Argo CD's each one applies or makes."""
    leads: dict[Identity, set[Identity]] = {}
    for application in grown.applications:
        below = leads.setdefault(identity(application.manifest), set())
        below |= {identity(each) for each in application.manifests if is_deployer(each)}
    for each in grown.application_sets:
        made = leads.setdefault(identity(each.manifest), set())
        made |= {identity(one) for one in each.applications}
    return leads


def _reached(
    starts: Iterable[Identity], leads: Mapping[Identity, Iterable[Identity]]
) -> set[Identity]:
    reached: set[Identity] = set()
    waiting = list(starts)
    while waiting:
        each = waiting.pop()
        if each not in reached:
            reached.add(each)
            waiting += leads.get(each, ())
    return reached
