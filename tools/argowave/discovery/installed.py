"""What people install by hand: charts of Applications and kustomizations that nobody renders.

A chart is rendered with its own values, or with those of each file beside them. A kustomization is
built as `kubectl apply -k` builds it; where it cannot be, the files that it names stand for it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from argowave.discovery.by_hand import manifests_of, request_of
from argowave.discovery.candidates import is_deployer
from argowave.discovery.installed_charts import installed_charts
from argowave.discovery.kustomizations import outermost_kustomizations
from argowave.files.slashes import normpath
from argowave.sources.request import NotChecked
from argowave.sources.unfinished_url import is_unfinished
from argowave.tree.argocd_cm import NAME as SETTINGS
from argowave.validate.lists import expand_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from argowave.finding import Finding
    from argowave.manifest import Manifest
    from argowave.sources.request import Generated, ManifestRequest
    from argowave.tree.application import Tree
    from argowave.tree.surroundings import Surroundings
    from argowave.yamlio import Document

    Generate = Callable[[Sequence[ManifestRequest]], list[Generated]]

_CHART: Final = "Chart.yaml"
_MARK: Final = re.compile(rb"kind:\s*[\"']?Application")


@dataclass(slots=True)
class Installed:
    """What charts and kustomizations give that are installed by hand."""

    entry: list[Manifest] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)  # folder → what was taken for true
    folders: dict[int, str] = field(default_factory=dict)  # id of an object in entry → where from
    homes: dict[str, str] = field(default_factory=dict)  # of a chart with some values → its folder
    kustomizations: set[str] = field(default_factory=set)  # folders of those that were built
    files: set[str] = field(default_factory=set)  # plain files that those stand for
    changed: dict[str, str] = field(default_factory=dict)  # file → what was to change it, unbuilt
    faults: dict[str, tuple[Finding, ...]] = field(default_factory=dict)  # by folder
    gaps: dict[str, tuple[NotChecked, ...]] = field(default_factory=dict)  # by folder
    patches: dict[str, tuple[Document, ...]] = field(default_factory=dict)  # of settings, by folder

    def add(self, folder: str, manifests: Sequence[Manifest], what: str) -> None:
        """Take in what one folder gives."""
        self.entry += manifests
        self.folders |= {id(each): folder for each in manifests}
        self.said[folder] = f"{what}, as no Application renders it"

    def drop(self, folder: str) -> None:
        """Leave out what one folder gives, as an Application renders it after all."""
        self.entry = [each for each in self.entry if self.folders[id(each)] != folder]
        for known in (self.said, self.faults, self.gaps, self.patches):
            known.pop(folder, None)

    @property
    def named(self) -> tuple[str, ...]:
        """The folders of which something is said."""
        return tuple({**self.said, **self.faults, **self.gaps})

    def assumptions(self, roots: Iterable[Manifest]) -> tuple[str, ...]:
        """Return what was taken for true of the folders that some roots are from."""
        folders = {self.folders.get(id(each)) for each in roots}
        return tuple(said for folder, said in self.said.items() if folder in folders)

    def home(self, name: str) -> str:
        """Return the folder of what is named by it, or by it and the values that a chart gets."""
        return self.homes.get(name, name)

    @property
    def several(self) -> frozenset[str]:
        """The charts that are installed more than once, each time with other values."""
        times = Counter(self.home(each) for each in self.said)
        return frozenset(folder for folder, number in times.items() if number > 1)

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

    Its settings are one; where the kustomization cannot be built, its patches of them are kept.

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
    building = replace(surroundings, kustomize_build_options=surroundings.options_by_hand)
    answers = generate([request_of({"path": folder}, building) for folder in leading])
    for (folder, led), answer in zip(leading.items(), answers, strict=True):
        if answer.findings:
            placed = (replace(each, path=each.path or folder) for each in answer.findings)
            installed.faults[folder] = tuple(placed)
        if answer.not_checked:
            installed.gaps[folder] = answer.not_checked
        manifests = _as_written(manifests_of(answer, surroundings), answer)
        patches = tuple(each for each in answer.partial if each.source not in led.files)
        if answer.not_checked:
            installed.patches[folder] = patches
        if any(_is_argocds_own(each) for each in manifests):
            what = f"kustomization {folder} was taken to be applied by hand"
            installed.add(folder, manifests, what)
            installed.kustomizations.add(folder)
            installed.patches[folder] = patches
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
    """Return the folders that the Applications of a tree render.

    One whose URL is still to be filled in renders nothing here.
    """
    return {
        normpath(source.path or ".")
        for application in tree.applications
        for source in application.sources
        if not (source.chart or source.ref or is_unfinished(source.repo_url))
    }


def _add_charts(
    installed: Installed, rendered: set[str], surroundings: Surroundings, generate: Generate
) -> None:
    for chart in installed_charts(rendered, surroundings, generate):
        what = f"chart {chart.folder}"
        key = f"{chart.folder}/{chart.name}" if chart.name else chart.folder
        installed.homes[key] = chart.folder
        if chart.manifests:
            given = chart.values or "its own values"
            said = f"{what} was taken to be installed by hand with {given}"
            installed.add(key, chart.manifests, said)
        else:
            why = f"no Application renders it, and {chart.why}"
            installed.gaps[key] = (NotChecked(what, why),)


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
    if manifest.kind == "ConfigMap":
        return manifest.name == SETTINGS and not manifest.group
    return is_deployer(manifest) or (
        manifest.kind == "AppProject" and manifest.group == "argoproj.io"
    )
