"""The tree's parts: Applications, and what each would have Argo CD apply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from argowave.finding import Severity
from argowave.sources.source import Source, read_sources
from argowave.typed import as_mapping

if TYPE_CHECKING:
    from argowave.finding import Finding
    from argowave.manifest import Manifest
    from argowave.sources.helm.chart_request import ChartRequest
    from argowave.sources.request import NotChecked, UsedChart
    from argowave.yamlio import Document


@dataclass(frozen=True, slots=True, repr=False)
class Application:
    """One Application and everything that its sources give."""

    name: str
    chain: tuple[str, ...]  # names from the root Application down to this one
    manifest: Manifest  # the Application object itself
    namespace: str  # of the destination, "" when it states none
    project: str
    sources: tuple[Source, ...]
    manifests: tuple[Manifest, ...]
    partial: tuple[Document, ...]  # files that kustomizations are built from, as they stand
    files: tuple[str, ...]  # value files that took part, relative to the repository
    not_checked: tuple[NotChecked, ...]
    findings: tuple[Finding, ...]
    charts: tuple[UsedChart, ...] = ()  # of this repository, that were rendered
    values: tuple[Document, ...] = ()  # value files of charts that were not rendered
    # every chart that was rendered, with the place of its source in the spec
    renderings: tuple[tuple[ChartRequest, tuple[str | int, ...]], ...] = ()

    @property
    def unread(self) -> str:
        """What of it was not looked into, or could not be made, "" where everything was."""
        if self.not_checked:
            return f"{self.not_checked[0].what} of Application/{self.name}"
        if not self.manifests and any(each.severity is Severity.ERROR for each in self.findings):
            return f"the source of Application/{self.name}"
        # a document that cannot be read may be anything
        for each in self.findings:
            if each.rule == "yaml" and each.severity is Severity.ERROR:
                return f"{each.path} of Application/{self.name}"
        return ""

    def __repr__(self) -> str:
        """Return its chain, and how much it applies."""
        return f"<Application {' → '.join(self.chain)}, manifests: {len(self.manifests)}>"


@dataclass(frozen=True, slots=True)
class ApplicationSet:
    """One ApplicationSet and the Applications that it makes."""

    name: str
    chain: tuple[str, ...]  # names from the root down to it, its own as ApplicationSet/name
    manifest: Manifest  # the ApplicationSet object itself
    applications: tuple[Manifest, ...]
    findings: tuple[Finding, ...]
    not_checked: tuple[NotChecked, ...]
    wanted: tuple[Source, ...] = ()  # other repositories that its generators look at

    @property
    def unread(self) -> str:
        """What of it is not known, "" where every Application that it makes is."""
        is_refused = any(each.severity is Severity.ERROR for each in self.findings)
        if self.not_checked or (is_refused and not self.applications):
            return f"what ApplicationSet/{self.name} makes"
        return ""

    @property
    def template(self) -> dict[str, Any]:
        """The spec that its Applications have before anything is filled in, {} without one."""
        return as_mapping(as_mapping(application_spec(self.manifest).get("template")).get("spec"))


@dataclass(frozen=True, slots=True, repr=False)
class Tree:
    """Everything that one environment's root file leads to."""

    environment: str
    kubernetes_version: str  # 1.36
    applications: tuple[Application, ...]  # parents before children, as they are found
    entry: tuple[Manifest, ...]  # the objects of the root file itself
    findings: tuple[Finding, ...]  # faults of the root file
    application_sets: tuple[ApplicationSet, ...] = ()  # as they are found
    assumptions: tuple[str, ...] = ()  # what was taken for true though nobody states it
    # kustomizations that are applied by hand, and what git could not tell
    unbuilt: tuple[NotChecked, ...] = ()
    # what changes Argo CD's own settings by hand: patches that are not built, value files
    by_hand: tuple[Document, ...] = ()
    own_urls: frozenset[str] = frozenset()  # normalised URLs that mean this repository
    # names and servers of the clusters in files that the settings name
    stated_clusters: frozenset[str] = frozenset()
    reads_revisions: bool = False  # whether it depends on what git's branches and tags are

    def __repr__(self) -> str:
        """Return its environment, and how much is in it."""
        return f"<Tree {self.environment}, Applications: {len(self.applications)}>"

    @property
    def manifests(self) -> tuple[Manifest, ...]:
        """Every manifest: the root file's first, then each Application's, then generated ones."""
        below = [entry for application in self.applications for entry in application.manifests]
        return (*self.entry, *below, *self.generated)

    @property
    def written(self) -> set[str]:
        """The files that manifests stand in, and those that kustomizations are built from."""
        pieces = (each.source for app in self.applications for each in app.partial)
        return {each.document.source for each in self.manifests}.union(pieces)

    @property
    def read(self) -> set[str]:
        """The same, and the value files that took part."""
        return self.written.union(*(application.files for application in self.applications))

    @property
    def generated(self) -> tuple[Manifest, ...]:
        """The Applications that ApplicationSets make."""
        return tuple(made for each in self.application_sets for made in each.applications)

    @property
    def not_checked(self) -> tuple[NotChecked, ...]:
        """What could not be looked at, each thing once."""
        below = [entry for each in self._holders for entry in each.not_checked]
        return tuple(dict.fromkeys((*self.unbuilt, *below)))

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """The faults that were met on the way down."""
        return (*self.findings, *(found for each in self._holders for found in each.findings))

    @property
    def _holders(self) -> tuple[Application | ApplicationSet, ...]:
        return (*self.applications, *self.application_sets)


def is_application(manifest: Manifest) -> bool:
    """Tell whether a manifest is an Argo CD Application, of any version of its group."""
    return manifest.kind == "Application" and manifest.group == "argoproj.io"


def application_spec(manifest: Manifest) -> dict[str, Any]:
    """Return an Application's spec, {} when it is missing or no mapping."""
    spec = manifest.body.get("spec")
    return spec if isinstance(spec, dict) else {}


def automated(application: dict[str, Any]) -> dict[str, Any] | None:
    """Return spec.syncPolicy.automated of an Application's spec, None where it is not automated.

    IsAutomatedSyncEnabled in Argo CD's types.go: it is there, and `enabled` is not false.
    """
    policy = application.get("syncPolicy")
    stated = policy.get("automated") if isinstance(policy, dict) else None
    if not isinstance(stated, dict) or stated.get("enabled") is False:
        return None
    return stated


def destination_of(manifest: Manifest) -> dict[str, Any]:
    """Return an Application's spec.destination, {} when it is missing or no mapping."""
    destination = application_spec(manifest).get("destination")
    return destination if isinstance(destination, dict) else {}


def destination_namespace(manifest: Manifest) -> str:
    """Return spec.destination.namespace, "" when it is not stated."""
    namespace = destination_of(manifest).get("namespace")
    return namespace if isinstance(namespace, str) else ""


def project_of(manifest: Manifest) -> str:
    """Return spec.project; Argo CD takes an empty one for `default`."""
    project = application_spec(manifest).get("project")
    return project if isinstance(project, str) and project else "default"


def sources_of(manifest: Manifest) -> tuple[Source, ...]:
    """Return the Application's sources in order."""
    return read_sources(manifest.body)
