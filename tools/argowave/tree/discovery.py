"""A repository without a stated root → the Applications that no other one contains."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from argowave.errors import RepositoryError
from argowave.tree.application import destination_of, is_application
from argowave.tree.candidates import find_candidates, is_argocds, is_deployer
from argowave.tree.chart_values import said_of_values, unnamed_values
from argowave.tree.evaluated import jsonnet_with_applications
from argowave.tree.installed import doubtful_roots, installed_by_hand, rendered_folders
from argowave.tree.instances import Group, goes_to_its_own_cluster, tell_apart
from argowave.tree.loading import grow_tree
from argowave.tree.namesakes import namesakes
from argowave.tree.own_files import files_of_their_own
from argowave.tree.remembering import Remembering
from argowave.tree.unapplied import unapplied
from argowave.tree.unread import findings_of, left_unread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from argowave.manifest import Manifest
    from argowave.sources.request import Generated, ManifestRequest, NotChecked
    from argowave.tree.application import Tree
    from argowave.tree.installed import Installed
    from argowave.tree.surroundings import Surroundings
    from argowave.tree.unread import Unread

    Generate = Callable[[Sequence[ManifestRequest]], list[Generated]]
    Own = Callable[[tuple[Manifest, ...]], frozenset[tuple[str, str]]]


def discover_trees(surroundings: Surroundings, generate: Generate) -> list[Tree]:
    """Return the trees of every root in a repository, one for each Argo CD instance.

    A root is an object that Argo CD reads, an Application or ApplicationSet above all, in a file
    that no Application applies; an Application that applies itself is a root too. The other
    objects of its file count as applied with it.

    Raises:
        RepositoryError: there is no Application in any file.
    """
    trees = _discover(surroundings, generate)
    if not trees:
        said = "hidden folders were looked into as well, as no others hold an Application"
        trees = _discover(replace(surroundings, hidden=True).noting((said,)), generate)
    if not trees:
        raise _nothing_found(surroundings)
    return trees


def _discover(surroundings: Surroundings, generate: Generate) -> list[Tree]:
    """Return the trees of every root, none where there is no Application."""
    candidates = find_candidates(surroundings)
    entry = tuple(candidates.objects)
    stated = surroundings
    surroundings = stated.assuming(entry)
    remembering = Remembering(generate)
    grown = grow_tree(entry, surroundings, remembering)
    installed = installed_by_hand(entry, grown, surroundings, remembering)
    plain = tuple(each for each in entry if each.document.source not in installed.files)
    _leave_out_rendered(plain, installed, stated, remembering)
    entry = (*plain, *installed.entry)
    if not any(is_deployer(each) for each in entry):
        if surroundings.hidden:  # so that everything was looked at
            _refuse_unread(candidates.unread, installed.not_checked)
        return []
    if installed.entry:
        surroundings = stated.assuming(entry)
        grown = grow_tree(entry, surroundings, remembering)
    doubtful = doubtful_roots(grown, installed.changed)
    if doubtful:
        entry = tuple(each for each in entry if id(each) not in doubtful)
        grown = grow_tree(entry, surroundings, remembering)
    first, *others = _instances(entry, grown, installed, surroundings, remembering)
    trees = (first, *others)
    values = unnamed_values(candidates.values, trees)
    said = (unapplied(surroundings, trees), namesakes(entry, trees), said_of_values(values))
    told = {each.path for tree in trees for each in tree.all_findings}
    unread = [each for each in candidates.unread if each.path not in told]
    first = replace(
        first,
        findings=(*installed.findings, *findings_of(unread)),
        unbuilt=(*installed.not_checked, *doubtful.values(), *left_unread(unread)),
        assumptions=(*first.assumptions, *filter(None, said)),
        by_hand=(*values, *(each for found in installed.patches.values() for each in found)),
    )
    return [first, *others]


def _refuse_unread(files: Iterable[Unread], gaps: Sequence[NotChecked]) -> None:
    """Refuse the first thing that may be a root but is none, where nothing else is here."""
    if fault := next(findings_of(files), None):
        message = f"no Application here can be read: {fault.message}"
        raise RepositoryError(message, path=fault.path, line=fault.line)
    if gaps:
        message = f"no Application here can be looked at: {gaps[0].what}: {gaps[0].why}"
        hint = "name the root Application's file with --root"
        raise RepositoryError(message, hint=hint)


def _nothing_found(surroundings: Surroundings) -> RepositoryError:
    """Return what to say of a repository without a root in a file of YAML or JSON."""
    message = "no file here holds an Application"
    hint = "name the root Application's file with --root"
    if evaluated := jsonnet_with_applications(surroundings):
        message = f"no YAML file here holds an Application, but {evaluated} seems to make some"
        hint = f"is it a root? Name it with --root {evaluated}"
    return RepositoryError(message, hint=hint)


def _leave_out_rendered(
    plain: Sequence[Manifest], installed: Installed, stated: Surroundings, generate: Generate
) -> None:
    """Drop every folder that an Application of another one renders, as a chart's root does.

    One whose Applications lead back to it is kept: without it nothing would render it.
    """

    def rendered(entry: tuple[Manifest, ...]) -> set[str]:
        return rendered_folders(grow_tree(entry, stated.assuming(entry), generate))

    doubtful = rendered((*plain, *installed.entry)) if installed.entry else set()
    for name in installed.named:
        folder = installed.home(name)
        if folder in doubtful:
            others = (
                each
                for each in installed.entry
                if installed.home(installed.folders[id(each)]) != folder
            )
            if folder in rendered((*plain, *others)):
                installed.drop(name)


def _instances(
    entry: Sequence[Manifest],
    grown: Tree,
    installed: Installed,
    surroundings: Surroundings,
    remembering: Generate,
) -> list[Tree]:
    """Return the tree of each Argo CD instance, of what grows when all of `entry` is applied."""
    roots = tuple(_roots(entry, grown, installed.folders))
    grow = partial(grow_tree, generate=remembering)
    alone = surroundings.noting(installed.assumptions(entry))
    if not installed.several and not _has_twins(roots, grown):
        return [grow(roots, alone)]
    by_hand = {PurePosixPath(each).parts for each in installed.kustomizations}
    several = installed.several
    groups = [
        Group(
            place,
            inside,
            _own(grow(inside, surroundings), everything=folder in by_hand).union(
                ("", each) for each in several & {PurePosixPath(*folder[:-1]).as_posix()}
            ),
        )
        for folder, together in _by_folder(roots, installed.folders).items()
        for place, inside in _by_file(
            folder,
            together,
            lambda roots: _own(grow(roots, surroundings), everything=False),
            is_plain=not any(id(root) in installed.folders for root in together),
        ).items()
    ]
    instances = tell_apart(groups)
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
        _identity(each) for each in (*roots, *below, *grown.generated) if is_application(each)
    )
    return any(number > 1 for number in names.values())


def _roots(entry: Sequence[Manifest], grown: Tree, folders: Mapping[int, str]) -> list[Manifest]:
    """Return what somebody has to apply, and what stands beside it in a file, chart or the like.

    Args:
        entry: the objects of every file with one of Argo CD's, and of what is installed by hand.
        grown: what follows when all of them are applied.
        folders: for the id of each object that is installed by hand, the folder that it is from.
    """
    contained = {_identity(each) for each in grown.generated}
    applied: set[tuple[str, int]] = set()  # documents by file and position
    built: set[tuple[str, str]] = set()  # file and kind of what a kustomization is made of
    for application in grown.applications:
        own = application.manifest
        named = (own.document.source, own.name)
        applied |= {_place(each) for each in application.manifests}
        applied |= {(piece.source, piece.index) for piece in application.partial}
        others = [
            each
            for each in application.manifests
            if is_argocds(each) and _identity(each) != _identity(own)
        ]
        contained |= {_identity(each) for each in others}
        built |= {
            (each.document.source, each.kind)
            for each in others
            if each.rendered and (each.document.source, each.name) != named
        }
    roots = [
        each
        for each in entry
        if (is_deployer(each) and _identity(each) not in contained and _origin(each) not in built)
        or (
            is_argocds(each)
            and not is_deployer(each)
            and _place(each) not in applied
            and not (each.rendered and _identity(each) in contained)
        )
    ]
    bundles = {_bundle(each, folders) for each in roots}
    beside = [
        each
        for each in entry
        if not is_argocds(each)
        and _bundle(each, folders) in bundles
        and _place(each) not in applied
    ]
    return [*roots, *beside]


def _origin(manifest: Manifest) -> tuple[str, str] | None:
    """Return where a kustomization takes an object from; it may have another name in the end."""
    return None if manifest.rendered else (manifest.document.source, manifest.kind)


def _bundle(manifest: Manifest, folders: Mapping[int, str]) -> str:
    return folders.get(id(manifest), manifest.document.source)


def _place(manifest: Manifest) -> tuple[str, int]:
    return manifest.document.source, manifest.document.index


def _by_folder(
    roots: Iterable[Manifest], folders: Mapping[int, str]
) -> dict[tuple[str, ...], tuple[Manifest, ...]]:
    found: dict[tuple[str, ...], list[Manifest]] = {}
    for root in roots:
        folder = folders.get(id(root))
        path = PurePosixPath(root.document.source).parent if folder is None else folder
        found.setdefault(PurePosixPath(path).parts, []).append(root)
    return {folder: tuple(inside) for folder, inside in found.items()}


def _by_file(
    folder: tuple[str, ...], roots: Sequence[Manifest], own: Own, *, is_plain: bool
) -> dict[tuple[str, ...], tuple[Manifest, ...]]:
    """Return a folder's roots; as if in folders of their own those of files that are apart."""
    apart = files_of_their_own(roots, own) if is_plain else set()
    found: dict[tuple[str, ...], list[Manifest]] = {}
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


def _identity(manifest: Manifest) -> tuple[str, str, str]:
    return manifest.kind, manifest.namespace, manifest.name
