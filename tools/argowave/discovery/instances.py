"""Roots of several Argo CD instances in one repository → the roots of each.

`clusters/dev/apps/web.yaml` and `clusters/prod/apps/web.yaml` may both declare an Application web
that goes to the cluster that Argo CD itself runs in: one Argo CD could not have both, so each
folder is one of its own. Applications of one name that go to different clusters are a mistake in
one instance instead, and stay together to be found.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from argowave.manifest import Manifest

    Identity = tuple[str, str]  # namespace and name of an Application

_LOCAL: Final = ("", "in-cluster", "https://kubernetes.default.svc")


@dataclass(frozen=True, slots=True)
class Group:
    """The roots in one folder, and the Applications for their own cluster that they lead to."""

    folder: tuple[str, ...]
    roots: tuple[Manifest, ...]
    local: frozenset[Identity]


@dataclass(frozen=True, slots=True)
class Instance:
    """What one Argo CD is given by hand."""

    name: str  # of the folder that tells it from the others; "" for the only one
    roots: tuple[Manifest, ...]


def goes_to_its_own_cluster(destination: Mapping[str, object]) -> bool:
    """Tell whether a destination is the cluster in which Argo CD runs."""
    server, name = destination.get("server"), destination.get("name")
    return str(server or "").rstrip("/") in _LOCAL and (name or "") in _LOCAL


def tell_apart(groups: Sequence[Group]) -> list[Instance]:
    """Return the instances; roots outside of the folders that tell them apart belong to each."""
    parents = _forks(groups)
    if not parents:
        return [Instance("", tuple(root for group in groups for root in group.roots))]
    parent = min(parents, key=lambda path: (-parents[path], len(path), path))
    below: dict[str, list[Group]] = {}
    everywhere: list[Group] = []
    for group in groups:
        if group.folder[: len(parent)] == parent and len(group.folder) > len(parent):
            below.setdefault(group.folder[len(parent)], []).append(group)
        else:
            everywhere.append(group)
    found = []
    for name, inside in sorted(below.items()):
        for instance in tell_apart([*everywhere, *inside]):
            shown = f"{name}-{instance.name}" if instance.name else name
            found.append(Instance(shown, instance.roots))
    return found


def _forks(groups: Sequence[Group]) -> Counter[tuple[str, ...]]:
    """Return {folder: how many pairs of groups that one Argo CD could not both have part there}.

    Two of which one is inside the other part nowhere. A pair counts once for each set of groups
    that an Application is in.
    """
    having: dict[Identity, list[int]] = {}
    for number, group in enumerate(groups):
        for identity in group.local:
            having.setdefault(identity, []).append(number)
    forks: Counter[tuple[str, ...]] = Counter()
    for numbers in {tuple(each) for each in having.values() if len(each) > 1}:
        below: dict[tuple[str, ...], Counter[str]] = {}
        for folder in (groups[number].folder for number in numbers):
            for depth, name in enumerate(folder):
                below.setdefault(folder[:depth], Counter())[name] += 1
        for folder, names in below.items():
            if len(names) > 1:
                alike = sum(times**2 for times in names.values())
                forks[folder] += (names.total() ** 2 - alike) // 2
    return forks
