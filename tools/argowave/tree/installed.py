"""Charts full of Applications that no Application renders → what they give with their own values.

Somebody installs such a chart by hand, or a program does; with which values, nothing here says.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from argowave.manifest import Manifest
from argowave.sources.source import read_source
from argowave.tree.candidates import content_of, is_deployer
from argowave.tree.requests import requests_of
from argowave.validate.lists import expand_list
from argowave.yamlio import Document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from argowave.sources.request import Generated, ManifestRequest
    from argowave.tree.application import Tree
    from argowave.tree.surroundings import Surroundings

    Generate = Callable[[Sequence[ManifestRequest]], list[Generated]]

_CHART: Final = "Chart.yaml"
_MARK: Final = re.compile(rb"kind:\s*[\"']?Application")


@dataclass(frozen=True, slots=True)
class Installed:
    """What charts give that are installed by hand."""

    entry: tuple[Manifest, ...] = ()
    assumptions: tuple[str, ...] = ()
    charts: Mapping[str, str] = field(default_factory=dict)  # file → folder of the chart it is of


def installed_by_hand(grown: Tree, surroundings: Surroundings, generate: Generate) -> Installed:
    """Return everything in charts of Applications that no Application of a tree renders."""
    rendered = {
        os.path.normpath(source.path or ".")
        for application in grown.applications
        for source in application.sources
        if not (source.chart or source.ref)
    }
    folders = [each for each in _charts(surroundings.repository) if each not in rendered]
    answers = generate([_request(folder, surroundings) for folder in folders])
    entry: list[Manifest] = []
    assumptions = []
    charts: dict[str, str] = {}
    for folder, answer in zip(folders, answers, strict=True):
        manifests = [
            Manifest(document, surroundings.environment, answer.rendered)
            for listed in answer.documents
            for document in expand_list(listed)
        ]
        if any(is_deployer(each) for each in manifests):
            entry += manifests
            charts |= {each.document.source: folder for each in manifests}
            assumptions.append(
                f"chart {folder} was taken to be installed by hand with its own values, as no "
                "Application renders it"
            )
    return Installed(tuple(entry), tuple(assumptions), charts)


def _request(folder: str, surroundings: Surroundings) -> ManifestRequest:
    name = (surroundings.repository / folder).name
    body = {"metadata": {"name": name}, "spec": {"destination": {"namespace": "argocd"}}}
    manifest = Manifest(Document(folder, 0, 1, body, b""))
    (request,) = requests_of(manifest, [read_source({"path": folder})], surroundings)
    return replace(request, local=True)


def _charts(repository: Path) -> Iterator[str]:
    """Give the folder of each chart with something of Argo CD's among its templates."""
    for folder, folders, names in os.walk(repository):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        if _CHART in names:
            templates = _templates(Path(folder, "templates"))
            if any(_MARK.search(content_of(each)) for each in templates):
                yield Path(os.path.relpath(folder, repository)).as_posix()
            folders[:] = [each for each in folders if each not in {"templates", "charts"}]


def _templates(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".yaml", ".yml", ".tpl"} and not path.is_symlink() and path.is_file():
            yield path
