"""A repository's plain files → the objects of Argo CD's own in them."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from argowave.applicationsets import is_application_set
from argowave.manifest import Manifest
from argowave.secret import secret_type
from argowave.sources.boundary import is_inside
from argowave.sources.detection import KUSTOMIZATION_NAMES
from argowave.tree.application import is_application
from argowave.tree.argocd_cm import OPERATORS, are_values
from argowave.tree.folders import walk_repository
from argowave.validate.lists import expand_list
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.tree.surroundings import Surroundings
    from argowave.yamlio import Document

_SUFFIXES: Final = (".yaml", ".yml")
_MARKS: Final = (b"argoproj.io", b"argocd-cm")
_VALUES: Final = (re.compile(rb"\bconfigs[\"']?:"), re.compile(rb"\bcm[\"']?:"))  # perhaps
_SETTINGS: Final = ("argocd-cm", "argocd-cmd-params-cm", "argocd-rbac-cm")
_CHART: Final = "Chart.yaml"


def is_deployer(manifest: Manifest) -> bool:
    """Tell whether an object has Argo CD deploy something: an Application or ApplicationSet."""
    return is_application(manifest) or is_application_set(manifest)


def is_argocds(manifest: Manifest) -> bool:
    """Tell whether an object is one that Argo CD reads, which somebody has to apply."""
    if is_deployer(manifest):
        return True
    if manifest.group == "argoproj.io":
        return manifest.kind in {"AppProject", OPERATORS}
    if manifest.kind == "ConfigMap":
        return manifest.name in _SETTINGS
    return bool(secret_type(manifest))


def find_candidates(surroundings: Surroundings, values: list[Document]) -> Iterator[Manifest]:
    """Give every object of every file that holds one of Argo CD's.

    Args:
        surroundings: the repository.
        values: gets the files that look like values of Argo CD's own chart.

    Passed over are files that are no YAML, hidden folders, what git ignores, templates of charts,
    and what a kustomization takes for a patch.
    """
    repository = surroundings.repository
    files = list(_files(repository, surroundings.working_tree.ignored))
    patches = set(_patches(files))
    for path in files:
        if path in patches or path.name in KUSTOMIZATION_NAMES:
            continue
        data = content_of(path)
        if all(mark.search(data) for mark in _VALUES):
            shown = path.relative_to(repository).as_posix()
            values += (each for each in _documents(data, shown) if are_values(each))
        if not any(mark in data for mark in _MARKS):
            continue
        manifests = [
            Manifest(each, surroundings.environment)
            for each in _documents(data, path.relative_to(repository).as_posix())
            if isinstance(each.body, dict)
        ]
        if any(is_argocds(each) and each.name for each in manifests):
            yield from manifests


def content_of(path: Path) -> bytes:
    """Return a file's content, b"" where it may not be read."""
    with suppress(OSError):  # whoever applies it says so
        return path.read_bytes()
    return b""


def _documents(data: bytes, shown: str) -> list[Document]:
    found: list[Document] = []
    for document in read_documents(data, shown):
        if isinstance(document, YamlFault):
            return []
        found += expand_list(document)
    return found


def _files(repository: Path, ignored: frozenset[str]) -> Iterator[Path]:
    """Give every YAML file in order, but for the templates of charts."""
    for folder, folders, names in walk_repository(repository, ignored):
        if _CHART in names:
            folders[:] = [each for each in folders if each not in {"templates", "charts"}]
        for name in names:
            path = Path(folder, name)
            if not name.endswith(_SUFFIXES) or not path.is_file():
                continue
            if not path.is_symlink() or is_inside(repository, path):
                yield path


def _patches(files: list[Path]) -> Iterator[Path]:
    """Give the files that kustomizations take for patches."""
    for path in files:
        if path.name not in KUSTOMIZATION_NAMES:
            continue
        for document in read_documents(content_of(path), path.name, strict=False):
            if not isinstance(document, YamlFault) and isinstance(document.body, dict):
                for name in _named(document.body):
                    yield Path(os.path.normpath(path.parent / name))


def _named(body: dict[str, Any]) -> Iterator[str]:
    for field in ("patches", "patchesStrategicMerge", "patchesJson6902"):
        entries = body.get(field)
        for entry in entries if isinstance(entries, list) else []:
            name = entry.get("path") if isinstance(entry, dict) else entry
            if isinstance(name, str) and "\n" not in name:
                yield name
