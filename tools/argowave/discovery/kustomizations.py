"""Kustomizations that no Application renders → those that somebody applies with `kubectl apply -k`.

Where one is made of others, as an overlay is of its base, only the outermost one is applied.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from argowave.files.regular import content_of
from argowave.files.slashes import normpath, relpath
from argowave.sources.detection import KUSTOMIZATION_NAMES
from argowave.sources.kustomize.references import ACCUMULATED, references_of
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from argowave.tree.surroundings import Surroundings

_SETTINGS: Final = re.compile(rb"\bargocd-cm(?![\w-])")  # Argo CD's own
# whatever else a kustomization says may change an Application; labels and images do not
_UNCHANGING: Final = frozenset(
    (
        *("apiVersion", "kind", "metadata", "resources", "bases", "components", "namespace"),
        *("labels", "commonLabels", "commonAnnotations", "images", "replicas", "sortOptions"),
        *("configMapGenerator", "secretGenerator", "generatorOptions"),
        *("helmCharts", "helmGlobals"),
    )
)


@dataclass(slots=True)
class _Kustomization:
    """What one kustomization adds up, as paths relative to the repository."""

    is_component: bool = False  # which is built as a part of others only
    changes: bool = False  # whether it changes what it adds up
    paths: list[str] = field(default_factory=list)
    patches: list[str] = field(default_factory=list)  # files that change what those hold
    says_settings: bool = False  # it may patch or make Argo CD's own settings itself


@dataclass(frozen=True, slots=True)
class Leading:
    """What one kustomization leads to, directly and through others."""

    files: frozenset[str]
    changes: bool  # whether the objects in them are changed on the way


def outermost_kustomizations(
    surroundings: Surroundings, rendered: Collection[str], wanted: Collection[str]
) -> dict[str, Leading]:
    """Return what each kustomization leads to which nothing else here leads to.

    Args:
        surroundings: the repository.
        rendered: the folders that Applications render; what those lead to is left out too.
        wanted: files; a kustomization that leads to none of them, and does not patch Argo CD's
            own settings, is left out.
    """
    found = dict(_kustomizations(surroundings))
    inner = {path for folder, each in found.items() for path in each.paths if path != folder}
    outermost = {}
    for folder, each in found.items():
        if folder not in inner and folder not in rendered and not each.is_component:
            inside = [found[each] for each in _folders_of(folder, found)]
            files = frozenset(path for each in inside for path in each.paths if path not in found)
            if not files.isdisjoint(wanted) or _has_settings(inside, surroundings.repository):
                outermost[folder] = Leading(files, any(each.changes for each in inside))
    return outermost


def _folders_of(start: str, found: Mapping[str, _Kustomization]) -> set[str]:
    """Return the folders of a kustomization and of those that it is made of."""
    left = [start]
    seen = set(left)
    while left:
        for path in found[left.pop()].paths:
            if path in found and path not in seen:
                seen.add(path)
                left.append(path)
    return seen


def _has_settings(inside: Iterable[_Kustomization], repository: Path) -> bool:
    """Tell whether kustomizations seem to patch or make Argo CD's own settings."""
    return any(
        each.says_settings
        or any(_SETTINGS.search(content_of(repository / path)) for path in each.patches)
        for each in inside
    )


def _kustomizations(
    surroundings: Surroundings,
) -> Iterator[tuple[str, _Kustomization]]:
    for folder, _, names in surroundings.walk():
        name = next((each for each in KUSTOMIZATION_NAMES if each in names), None)
        path = Path(folder, name or "")
        if name is not None and path.is_file():
            shown = relpath(folder, surroundings.repository)
            yield shown, _read(path, shown)


def _read(path: Path, folder: str) -> _Kustomization:
    data = content_of(path)
    found = _Kustomization(says_settings=bool(_SETTINGS.search(data)))
    for document in read_documents(data, path.name, strict=False):
        if not isinstance(document, YamlFault) and isinstance(document.body, dict):
            found.changes |= not document.body.keys() <= _UNCHANGING
            found.is_component |= document.body.get("kind") == "Component"
            found.paths += _added(document.body, folder)
            found.patches += _patches(document.body, folder)
    return found


def _added(body: dict[str, Any], folder: str) -> Iterator[str]:
    for reference in references_of(body):
        if reference.pointer[0] in ACCUMULATED:
            yield normpath(f"{folder}/{reference.path}")


def _patches(body: dict[str, Any], folder: str) -> Iterator[str]:
    for reference in references_of(body):
        if reference.is_manifest and reference.pointer[0] not in ACCUMULATED:
            yield normpath(f"{folder}/{reference.path}")
