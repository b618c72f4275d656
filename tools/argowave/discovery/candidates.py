"""A repository's plain files → the objects of Argo CD's own in them."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from argowave.applicationsets import is_application_set
from argowave.discovery.misspelt import misspelt
from argowave.discovery.unread import Unread, unread
from argowave.files.regular import content_of, read_regular
from argowave.files.slashes import relpath
from argowave.manifest import Manifest
from argowave.secret import secret_type
from argowave.sources.boundary import is_inside
from argowave.sources.detection import KUSTOMIZATION_NAMES
from argowave.tree.application import is_application
from argowave.tree.argocd_cm import OPERATORS, are_values
from argowave.validate.lists import expand_list
from argowave.yamlio import YamlFault, as_utf8, read_documents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.tree.surroundings import Surroundings
    from argowave.yamlio import Document

_JSON: Final = ".json"
_SUFFIXES: Final = (".yaml", ".yml", _JSON)
_MARKS: Final = (b"argoproj.io", b"argocd-cm", b"argocd-notifications-cm")
_KIND: Final = re.compile(rb"^kind: *App(?:lication|licationSet|Project) *$", re.MULTILINE)
_OBJECT: Final = re.compile(rb'"kind"\s*:\s*"')  # of no schema, dashboard or the like
_VALUES: Final = (re.compile(rb"\bconfigs[\"']?:"), re.compile(rb"\bcm[\"']?:"))  # perhaps
_SETTINGS: Final = (
    "argocd-cm", "argocd-cmd-params-cm", "argocd-rbac-cm", "argocd-notifications-cm",
)  # fmt: skip
_CHART: Final = "Chart.yaml"
_TEMPLATE: Final = "its name is still to be filled in, and nothing here does"


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


def identity(manifest: Manifest) -> tuple[str, str, str]:
    """Return what no other object of the same cluster has."""
    return manifest.kind, manifest.namespace, manifest.name


@dataclass(slots=True)
class Candidates:
    """What a repository's files say to Argo CD, or seem to."""

    objects: list[Manifest] = field(default_factory=list)
    values: list[Document] = field(default_factory=list)  # of Argo CD's own chart, as they look
    unread: list[Unread] = field(default_factory=list)  # files with a mark of Argo CD's
    misspelt: list[Finding] = field(default_factory=list)  # objects that it does not read


def find_candidates(surroundings: Surroundings) -> Candidates:
    """Return every object of every file that holds one of Argo CD's.

    Passed over are files that are neither YAML nor JSON, hidden folders, what git ignores,
    templates of charts, and what a kustomization takes for a patch.
    """
    repository = surroundings.repository
    found = Candidates()
    files = list(_files(surroundings, found))
    patches = set(_patches(files))
    for path in files:
        if path not in patches and path.name not in KUSTOMIZATION_NAMES:
            _read(path, path.relative_to(repository).as_posix(), surroundings.environment, found)
    return found


def _read(path: Path, shown: str, environment: str, found: Candidates) -> None:
    """Add what one file says."""
    try:
        data = read_regular(path)
    except OSError as error:
        found.unread.append(Unread.barred(shown, error))
        return
    text = as_utf8(data)
    is_marked = any(mark in text for mark in _MARKS) or bool(_KIND.search(text))
    may_be_values = bool(all(mark.search(data) for mark in _VALUES))
    if not (is_marked or may_be_values) or (path.suffix == _JSON and not _OBJECT.search(text)):
        return
    documents = read_documents(data, shown)
    readable = [
        each
        for document in documents
        if not isinstance(document, YamlFault)
        for each in expand_list(document)
    ]
    if may_be_values:
        found.values += filter(are_values, readable)
    if not is_marked:
        return
    manifests = [Manifest(each, environment) for each in readable if isinstance(each.body, dict)]
    if any(is_argocds(each) and each.name for each in manifests):
        found.objects += manifests
    elif any(is_argocds(each) and _has_a_blank_name(each) for each in manifests):
        found.unread.append(Unread(shown, (), _TEMPLATE))
    found.misspelt += misspelt(manifests)
    if faults := [each for each in documents if isinstance(each, YamlFault)]:
        found.unread.append(unread(shown, data, faults))


def _has_a_blank_name(manifest: Manifest) -> bool:
    """Tell whether a name is one of a template, whose [[ .name ]] is a list to YAML."""
    name = manifest.metadata.get("name")
    return isinstance(name, list) and any(isinstance(each, list) for each in name)


def _files(surroundings: Surroundings, found: Candidates) -> Iterator[Path]:
    """Give every file of YAML or JSON in order, but for the templates of charts."""

    def note(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):  # gone meanwhile
            shown = relpath(error.filename, surroundings.repository)
            found.unread.append(Unread.barred(shown, error))

    for folder, folders, names in surroundings.walk(note):
        if _CHART in names:
            folders[:] = [each for each in folders if each not in {"templates", "charts"}]
        for name in names:
            path = Path(folder, name)
            if not name.endswith(_SUFFIXES) or not path.is_file():
                continue
            if not path.is_symlink() or is_inside(surroundings.repository, path):
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
    for key in ("patches", "patchesStrategicMerge", "patchesJson6902"):
        entries = body.get(key)
        for entry in entries if isinstance(entries, list) else []:
            name = entry.get("path") if isinstance(entry, dict) else entry
            if isinstance(name, str) and "\n" not in name:
                yield name
