"""A repository without a stated root → the Applications that no other one contains."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from argowave.applicationsets import is_application_set
from argowave.errors import RepositoryError
from argowave.manifest import Manifest
from argowave.tree.application import is_application
from argowave.tree.loading import grow_tree
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from argowave.sources.request import Generated, ManifestRequest
    from argowave.tree.application import Tree
    from argowave.tree.loading import Surroundings

    Generate = Callable[[Sequence[ManifestRequest]], list[Generated]]

_SUFFIXES: Final = (".yaml", ".yml")
_MARK: Final = b"Application"
_CHART: Final = "Chart.yaml"


def discover_tree(surroundings: Surroundings, generate: Generate) -> Tree:
    """Return the tree of every root in a repository.

    A root is an Application in a file of its own that no other Application applies; one that
    applies itself is a root too. The other objects of its file count as applied with it. Files
    that are no YAML, such as templates, are passed over: whoever applies them says so.

    Raises:
        RepositoryError: there is no Application in any file.
    """
    entry = tuple(_candidates(surroundings))
    if not any(_is_kept(each) for each in entry):
        message = "no file here holds an Application"
        raise RepositoryError(message, hint="name the root Application's file with --root")
    remembering = _Remembering(generate)
    grown = grow_tree(entry, surroundings, remembering)
    contained = {_identity(each) for each in grown.generated}
    applied: set[tuple[str, int]] = set()  # documents by file and position
    for application in grown.applications:
        own = _identity(application.manifest)
        applied |= {(each.document.source, each.document.index) for each in application.manifests}
        contained |= {
            _identity(each)
            for each in application.manifests
            if _is_kept(each) and _identity(each) != own
        }
    roots = [each for each in entry if _is_kept(each) and _identity(each) not in contained]
    files = {each.document.source for each in roots}
    beside = [
        each
        for each in entry
        if not _is_kept(each)
        and each.document.source in files
        and (each.document.source, each.document.index) not in applied
    ]
    return grow_tree((*roots, *beside), surroundings, remembering)


def _is_kept(manifest: Manifest) -> bool:
    """Tell whether somebody has to apply an object first of all."""
    return is_application(manifest) or is_application_set(manifest)


def _identity(manifest: Manifest) -> tuple[str, str, str]:
    return manifest.kind, manifest.namespace, manifest.name


def _candidates(surroundings: Surroundings) -> Iterator[Manifest]:
    """Give every object of every file that holds an Application."""
    repository = surroundings.repository
    for path in _files(repository):
        data = path.read_bytes()
        if _MARK not in data:
            continue
        found = read_documents(data, path.relative_to(repository).as_posix())
        if any(isinstance(each, YamlFault) for each in found):
            continue
        manifests = [
            Manifest(each, surroundings.environment)
            for each in found
            if not isinstance(each, YamlFault) and isinstance(each.body, dict)
        ]
        if any(_is_kept(each) and each.name for each in manifests):
            yield from manifests


def _files(repository: Path) -> Iterator[Path]:
    """Give every YAML file in order, but for hidden folders and the templates of charts."""
    for folder, folders, names in os.walk(repository):
        skipped = {"templates", "charts"} if _CHART in names else set()
        folders[:] = sorted(
            each for each in folders if not each.startswith(".") and each not in skipped
        )
        for name in sorted(names):
            path = Path(folder, name)
            if name.endswith(_SUFFIXES) and path.is_file():
                yield path


class _Remembering:
    """Generates each request once: the second growth asks for much of the first again."""

    def __init__(self, generate: Generate) -> None:
        self._generate = generate
        self._known: dict[str, list[tuple[ManifestRequest, Generated]]] = {}

    def __call__(self, requests: Sequence[ManifestRequest]) -> list[Generated]:
        fresh = [each for each in requests if self._find(each) is None]
        for request, generated in zip(fresh, self._generate(fresh), strict=True):
            self._known.setdefault(request.application, []).append((request, generated))
        found = [self._find(each) for each in requests]
        return [each for each in found if each is not None]

    def _find(self, request: ManifestRequest) -> Generated | None:
        known = self._known.get(request.application, ())
        return next((generated for asked, generated in known if asked == request), None)
