"""Roots → the tree of each Argo CD instance that they are for."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from argowave.discovery.candidates import identity
from argowave.discovery.instances import Group, goes_to_its_own_cluster, tell_apart
from argowave.discovery.own_files import files_of_their_own
from argowave.tree import grow_tree
from argowave.tree.application import destination_of, is_application

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from argowave.discovery.installed import Installed
    from argowave.manifest import Manifest
    from argowave.sources.request import Generated, ManifestRequest
    from argowave.tree import Surroundings, Tree

    Generate = Callable[[Sequence[ManifestRequest]], list[Generated]]
    Own = Callable[[tuple[Manifest, ...]], frozenset[tuple[str, str]]]
    Folder = tuple[str, ...]  # the parts of its path


def grow_instances(
    roots: tuple[Manifest, ...],
    grown: Tree,
    installed: Installed,
    surroundings: Surroundings,
    generate: Generate,
) -> list[Tree]:
    """Return the tree of each Argo CD instance.

    Args:
        roots: what somebody has to apply.
        grown: what follows when all of it is applied.
        installed: what is installed by hand, some of the roots.
        surroundings: the repository and the environment around it.
        generate: gives each request's manifests, in order.
    """
    grow = partial(grow_tree, generate=generate)
    alone = surroundings.noting(installed.assumptions(roots))
    if not installed.several and not _has_twins(roots, grown):
        return [grow(roots, alone)]
    groups = _groups(roots, installed, lambda roots: grow(roots, surroundings))
    instances = tell_apart(list(groups))
    if len(instances) == 1:
        return [grow(instances[0].roots, alone)]
    return [
        grow(
            tuple(replace(root, application=each.name) for root in each.roots),
            replace(surroundings, environment=each.name).noting(installed.assumptions(each.roots)),
        )
        for each in instances
    ]


def _has_twins(roots: Iterable[Manifest], grown: Tree) -> bool:
    """Tell whether two Applications have one name, so that there may be several instances."""
    below = [each for application in grown.applications for each in application.manifests]
    names = Counter(
        identity(each) for each in (*roots, *below, *grown.generated) if is_application(each)
    )
    return any(number > 1 for number in names.values())


def _groups(
    roots: Iterable[Manifest],
    installed: Installed,
    grow: Callable[[tuple[Manifest, ...]], Tree],
) -> Iterator[Group]:
    """Give the roots of each folder, or file, with what only their own Argo CD can have.

    A chart that is installed several times, with other values, is that many instances.
    """
    by_hand = {PurePosixPath(each).parts for each in installed.kustomizations}
    for folder, together in _by_folder(roots, installed.folders).items():
        is_plain = not any(id(root) in installed.folders for root in together)
        chart = installed.several & {PurePosixPath(*folder[:-1]).as_posix()}
        files = _by_file(folder, together, lambda each: _own(grow(each), everything=False))
        for place, inside in files.items() if is_plain else [(folder, together)]:
            own = _own(grow(inside), everything=folder in by_hand)
            yield Group(place, inside, own.union(("", each) for each in chart))


def _by_folder(
    roots: Iterable[Manifest], folders: Mapping[int, str]
) -> dict[Folder, tuple[Manifest, ...]]:
    found: dict[Folder, list[Manifest]] = {}
    for root in roots:
        folder = folders.get(id(root))
        path = PurePosixPath(root.document.source).parent if folder is None else folder
        found.setdefault(PurePosixPath(path).parts, []).append(root)
    return {folder: tuple(inside) for folder, inside in found.items()}


def _by_file(
    folder: Folder, roots: Sequence[Manifest], own: Own
) -> dict[Folder, tuple[Manifest, ...]]:
    """Return a folder's roots; as if in folders of their own those of files that are apart."""
    apart = files_of_their_own(roots, own)
    found: dict[Folder, list[Manifest]] = {}
    for root in roots:
        path = root.document.source
        place = (*folder, PurePosixPath(path).stem) if path in apart else folder
        found.setdefault(place, []).append(root)
    return {place: tuple(inside) for place, inside in found.items()}


def _own(tree: Tree, *, everything: bool) -> frozenset[tuple[str, str]]:
    """Return the Applications of a tree that no other Argo CD of the same cluster can have.

    Those are the ones that go to the cluster of their own Argo CD. Two kustomizations with the
    same Application are for two of them wherever it goes: nobody applies one over the other.
    """
    return frozenset(
        (each.manifest.namespace, each.name)
        for each in tree.applications
        if everything or goes_to_its_own_cluster(destination_of(each.manifest))
    )
