"""A request → the folder of its source, or why Argo CD would not take that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.ignored import COMMIT, is_ignored
from argowave.sources.boundary import links_outside, resolve

if TYPE_CHECKING:
    from pathlib import Path

    from argowave.sources.request import ManifestRequest
    from argowave.sources.source import Source

_GO_MAP: Final = "map[basename:"  # how Go writes what a git generator gives for a folder


class WrongPathError(ValueError):
    """The source's path is not a folder that Argo CD would take."""


def find_folder(request: ManifestRequest) -> Path:
    """Return the source's folder, which is there and keeps inside the repository.

    Raises:
        WrongPathError: it is not, or Argo CD would not take it.
        OutsideError: the path leaves the repository.
    """
    path = request.source.path
    if path.startswith(_GO_MAP):
        message = (
            "the path is an object and no text: with goTemplate, {{.path}} is all that a git "
            "generator tells of a folder; write {{.path.path}}"
        )
        raise WrongPathError(message)
    if path.startswith("/"):
        message = f"the path {path} is absolute; give it relative to the repository"
        raise WrongPathError(message)
    folder = resolve(request.repository, request.repository, path or ".")
    if is_ignored(folder.relative_to(request.repository).as_posix(), request.ignored):
        message = f"git ignores the path {path}, so Argo CD does not have it; {COMMIT}"
        raise WrongPathError(message)
    if not folder.is_dir():
        what = "is no folder" if folder.exists() else "does not exist"
        message = f"the path {path} {what}"
        raise WrongPathError(message)
    if links := links_outside(request.repository, folder):
        shown = shown_in(request, links[0])
        message = f"the symbolic link {shown} leaves the repository, so Argo CD refuses {path}"
        raise WrongPathError(message)
    return folder


def refuse_link(source: Source, folder: Path) -> None:
    """Raise WrongPathError for a link where Argo CD does not follow it.

    Discover in util/app/discovery/discovery.go and getPotentiallyValidManifests in
    reposerver/repository/repository.go go through the folder with filepath.Walk, which stops at a
    link that it is given. Helm and kustomize follow it where the source says that it is theirs.
    """
    if folder.is_symlink() and source.explicit_types in ((), ("Directory",)):
        message = (
            f"the path {source.path} is a symbolic link, which Argo CD does not follow there: it "
            f"applies nothing; name the folder that it leads to, {folder.readlink()}"
        )
        raise WrongPathError(message)


def shown_in(request: ManifestRequest, path: Path) -> str:
    """Return a path as findings show it: relative to the repository where it is in it."""
    inside = path.is_relative_to(request.repository)
    return path.relative_to(request.repository).as_posix() if inside else str(path)
