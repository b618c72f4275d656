"""Objects of Argo CD's in files → those that somebody has to apply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.discovery.candidates import identity, is_argocds, is_deployer
from argowave.discovery.circles import starts_of_circles
from argowave.sources.request import NotChecked
from argowave.sources.unfinished_url import has_blank
from argowave.tree.application import is_application, sources_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from argowave.manifest import Manifest
    from argowave.tree import Tree


def unfinished_roots(roots: Sequence[Manifest]) -> dict[int, NotChecked]:
    """Return, by its id, each template of a root whose path is still to be filled in.

    Where there is no other root, it is one as it stands, and none is returned.
    """
    found = {
        id(each): NotChecked(
            f"{each.subject} in {each.document.source}",
            f"its path {source.path} is still to be filled in",
        )
        for each in roots
        if is_application(each)
        for source in sources_of(each)
        if has_blank(source.path)
    }
    others = any(is_deployer(each) and id(each) not in found for each in roots)
    return found if others else {}


def find_roots(
    entry: Sequence[Manifest], grown: Tree, folders: Mapping[int, str]
) -> list[Manifest]:
    """Return what somebody has to apply, and what stands beside it in a file, chart or the like.

    Args:
        entry: the objects of every file with one of Argo CD's, and of what is installed by hand.
        grown: what follows when all of them are applied.
        folders: for the id of each object that is installed by hand, the folder that it is from.
    """
    contained = {identity(each) for each in grown.generated}
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
            if is_argocds(each) and identity(each) != identity(own)
        ]
        contained |= {identity(each) for each in others}
        built |= {
            (each.document.source, each.kind)
            for each in others
            if each.rendered and (each.document.source, each.name) != named
        }
    roots = [
        each
        for each in entry
        if (is_deployer(each) and identity(each) not in contained and _origin(each) not in built)
        or (
            is_argocds(each)
            and not is_deployer(each)
            and _place(each) not in applied
            and not (each.rendered and identity(each) in contained)
        )
    ]
    roots += starts_of_circles(roots, entry, grown)
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
