"""What people install by hand: charts of Applications and kustomizations that nobody renders.

A chart is rendered with its own values: with which others, nothing here says. A kustomization is
built as `kubectl apply -k` builds it; where it cannot be, the files that it names stand for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from argowave.manifest import Manifest
from argowave.slashes import normpath, relpath
from argowave.sources.request import NotChecked
from argowave.sources.source import read_source
from argowave.tree.candidates import content_of, is_deployer
from argowave.tree.kustomizations import outermost_kustomizations
from argowave.tree.requests import requests_of
from argowave.validate.lists import expand_list
from argowave.yamlio import Document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from argowave.finding import Finding
    from argowave.sources.request import Generated, ManifestRequest
    from argowave.tree.application import Tree
    from argowave.tree.surroundings import Surroundings

    Generate = Callable[[Sequence[ManifestRequest]], list[Generated]]

_CHART: Final = "Chart.yaml"
_MARK: Final = re.compile(rb"kind:\s*[\"']?Application")


@dataclass(slots=True)
class Installed:
    """What charts and kustomizations give that are installed by hand."""

    entry: list[Manifest] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)  # folder → what was taken for true
    folders: dict[int, str] = field(default_factory=dict)  # id of an object in entry → where from
    kustomizations: set[str] = field(default_factory=set)  # folders of those that were built
    files: set[str] = field(default_factory=set)  # plain files that those stand for
    changed: dict[str, str] = field(default_factory=dict)  # file → what was to change it, unbuilt
    faults: dict[str, tuple[Finding, ...]] = field(default_factory=dict)  # by folder
    gaps: dict[str, tuple[NotChecked, ...]] = field(default_factory=dict)  # by folder

    def add(self, folder: str, manifests: Sequence[Manifest], what: str) -> None:
        """Take in what one folder gives."""
        self.entry += manifests
        self.folders |= {id(each): folder for each in manifests}
        self.said[folder] = f"{what}, as no Application renders it"

    def drop(self, folder: str) -> None:
        """Leave out what one folder gives, as an Application renders it after all."""
        self.entry = [each for each in self.entry if self.folders[id(each)] != folder]
        for known in (self.said, self.faults, self.gaps):
            known.pop(folder, None)

    @property
    def named(self) -> tuple[str, ...]:
        """The folders of which something is said."""
        return tuple({**self.said, **self.faults, **self.gaps})

    def assumptions(self, roots: Iterable[Manifest]) -> tuple[str, ...]:
        """Return what was taken for true of the folders that some roots are from."""
        folders = {self.folders.get(id(each)) for each in roots}
        return tuple(said for folder, said in self.said.items() if folder in folders)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the folders."""
        return tuple(each for found in self.faults.values() for each in found)

    @property
    def not_checked(self) -> tuple[NotChecked, ...]:
        """What of the folders could not be looked at."""
        return tuple(each for found in self.gaps.values() for each in found)


def installed_by_hand(
    entry: Sequence[Manifest], grown: Tree, surroundings: Surroundings, generate: Generate
) -> Installed:
    """Return everything in charts of Applications, and in kustomizations with objects of Argo CD.

    Args:
        entry: the objects of every plain file with one of Argo CD's.
        grown: what follows when all of them are applied; what it renders is left out.
        surroundings: the repository and the environment around it.
        generate: gives each request's manifests, in order.
    """
    rendered = rendered_folders(grown)
    installed = Installed()
    _add_charts(installed, rendered, surroundings, generate)
    wanted = _unapplied(entry, grown)
    leading = outermost_kustomizations(surroundings, rendered, wanted)
    answers = generate([_request(folder, surroundings) for folder in leading])
    for (folder, led), answer in zip(leading.items(), answers, strict=True):
        if answer.findings:
            placed = (replace(each, path=each.path or folder) for each in answer.findings)
            installed.faults[folder] = tuple(placed)
        if answer.not_checked:
            installed.gaps[folder] = answer.not_checked
        manifests = _as_written(_manifests(answer, surroundings), answer)
        if any(_is_argocds_own(each) for each in manifests):
            what = f"kustomization {folder} was taken to be applied by hand"
            installed.add(folder, manifests, what)
            installed.kustomizations.add(folder)
            installed.files |= led.files
        elif led.changes and (answer.findings or answer.not_checked):
            installed.changed |= dict.fromkeys(led.files, folder)
    return installed


def doubtful_roots(grown: Tree, changed: Mapping[str, str]) -> dict[int, NotChecked]:
    """Return, by its id, each root that does not say what it is in the end.

    A kustomization that could not be built changes it, and as it stands it leads to nothing that
    is here: what a base names is often to be replaced.

    Args:
        grown: what follows when all roots are applied.
        changed: file → the kustomization that changes what is in it.
    """
    leading = [(each.manifest, each.findings, each.not_checked) for each in grown.applications]
    sets = [(each.manifest, each.findings, each.not_checked) for each in grown.application_sets]
    found = {}
    for manifest, findings, not_checked in (*leading, *sets):
        path = manifest.document.source
        at_fault = not_checked or any(each.path == path for each in findings)
        if at_fault and (folder := changed.get(path)):
            why = f"kustomization {folder} changes it, and was not built"
            found[id(manifest)] = NotChecked(f"{manifest.subject} in {path}", why)
    return found


def rendered_folders(tree: Tree) -> set[str]:
    """Return the folders that the Applications of a tree render."""
    return {
        normpath(source.path or ".")
        for application in tree.applications
        for source in application.sources
        if not (source.chart or source.ref)
    }


def _add_charts(
    installed: Installed, rendered: set[str], surroundings: Surroundings, generate: Generate
) -> None:
    folders = list(_charts(surroundings, rendered))
    answers = generate([_request(folder, surroundings) for folder in folders])
    for folder, answer in zip(folders, answers, strict=True):
        manifests = _manifests(answer, surroundings)
        if any(is_deployer(each) for each in manifests):
            what = f"chart {folder} was taken to be installed by hand with its own values"
            installed.add(folder, manifests, what)
        elif answer.findings:  # no fault: whoever installs it may give it other values
            needs = f"it needs more than its own values: {_first(answer)}"
            why = f"no Application renders it, and {needs}"
            installed.gaps[folder] = (NotChecked(f"chart {folder}", why),)


def _first(answer: Generated) -> str:
    """Return the first line of what is wrong."""
    return answer.findings[0].message.strip().partition("\n")[0]


def _manifests(answer: Generated, surroundings: Surroundings) -> list[Manifest]:
    return [
        Manifest(document, surroundings.environment, answer.is_rendered(document))
        for listed in answer.documents
        for document in expand_list(listed)
        if isinstance(document.body, dict)
    ]


def _as_written(manifests: Sequence[Manifest], answer: Generated) -> list[Manifest]:
    """Return the same objects; those that kustomize left as they are, with their lines."""
    pieces: dict[str, list[Document]] = {}
    for listed in answer.partial:
        pieces.setdefault(listed.source, []).extend(expand_list(listed))
    found = []
    for each in manifests:
        written = pieces.get(each.document.source, ())
        same = next((piece for piece in written if piece.body == each.body), None)
        found.append(replace(each, document=same, rendered=False) if same else each)
    return found


def _unapplied(entry: Sequence[Manifest], grown: Tree) -> set[str]:
    """Return the files with objects that a kustomization may be for, and no folder of YAML."""
    applied = {
        (each.document.source, each.document.index)
        for application in grown.applications
        for each in application.manifests
        if not each.rendered
    }
    return {
        each.document.source
        for each in entry
        if _is_argocds_own(each) and (each.document.source, each.document.index) not in applied
    }


def _is_argocds_own(manifest: Manifest) -> bool:
    return is_deployer(manifest) or (
        manifest.kind == "AppProject" and manifest.group == "argoproj.io"
    )


def _request(folder: str, surroundings: Surroundings) -> ManifestRequest:
    name = (surroundings.repository / folder).name
    body = {"metadata": {"name": name}, "spec": {"destination": {"namespace": "argocd"}}}
    manifest = Manifest(Document(folder, 0, 1, body, b""))
    (request,) = requests_of(manifest, [read_source({"path": folder})], surroundings)
    return replace(request, local=True)


def _charts(surroundings: Surroundings, rendered: set[str]) -> Iterator[str]:
    """Give the folder of each chart with something of Argo CD's that is not rendered already."""
    repository = surroundings.repository
    for folder, folders, names in surroundings.walk():
        if _CHART in names:
            shown = relpath(folder, repository)
            if shown not in rendered and _says_application(Path(folder, "templates")):
                yield shown
            folders[:] = [each for each in folders if each not in {"templates", "charts"}]


def _says_application(templates: Path) -> bool:
    return any(
        _MARK.search(content_of(path))
        for path in sorted(templates.rglob("*"))
        if path.suffix in {".yaml", ".yml", ".tpl"} and not path.is_symlink() and path.is_file()
    )
