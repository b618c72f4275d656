"""What is asked of a source, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from argowave.sources.fetch.lock import Lock
from argowave.words.credentials import harmless

if TYPE_CHECKING:
    from pathlib import Path

    from argowave.finding import Finding
    from argowave.sources.fetch.wanted import Wanted
    from argowave.sources.helm.chart_request import ChartRequest
    from argowave.sources.source import Source
    from argowave.yamlio import Document

JSONNET: Final = ".jsonnet"  # such a file stands for what it evaluates to


@dataclass(frozen=True, slots=True)
class NotChecked:
    """Something that Argo CD would apply and that could not be looked at."""

    what: str  # as the user would name it: kustomize infra/argocd, chart crossplane 2.3.4
    why: str
    is_finding: bool = False  # whether a finding says why, so that nobody has to repeat it

    def __post_init__(self) -> None:
        """Leave credentials that stand in a URL out of both."""
        object.__setattr__(self, "what", harmless(self.what))
        object.__setattr__(self, "why", harmless(self.why))


@dataclass(frozen=True, slots=True)
class Charts:
    """How charts, and other sources from elsewhere, are found and rendered."""

    cache: Path  # folder of what was fetched before
    fetch: bool = False  # whether the network may be asked for what is not in the cache
    helm: str | None = None  # path of a helm binary to render with, None for the library
    lock: Lock = field(default_factory=Lock, repr=False)
    results: Path | None = field(default=None, repr=False)  # below which is kept what was built
    sound: set[str] = field(default_factory=set, repr=False, compare=False)
    """Fetched trees that this run has looked at, so that each is looked at once."""


@dataclass(frozen=True, slots=True)
class FetchedRef:
    """A source that lends its files, and where they are."""

    name: str
    root: Path  # absolute
    label: str  # what paths below it begin with in findings: github.com/org/values@v1/


@dataclass(frozen=True, slots=True)
class Pinned:
    """Another revision of this repository than what stands in its folder."""

    label: str  # what paths in it begin with in findings: github.com/org/repo@v1/
    commit: str = ""
    why: str = ""  # there are no files of it
    is_branch: bool = False  # which moves, so that what is here may get there
    root: Path | None = field(default=None, repr=False, compare=False)  # where its files are


@dataclass(frozen=True, slots=True)
class ManifestRequest:
    """One source of one Application: all that is needed to generate its manifests.

    The name is Argo CD's (reposerver/apiclient.ManifestRequest). It can be sent to another process.
    """

    repository: Path  # absolute
    application: str
    namespace: str  # the destination's
    project: str
    source: Source
    refs: frozenset[str]  # the `ref` names of the Application's sources in this repository
    foreign_refs: frozenset[str]  # those in other repositories that are not at hand
    local: bool  # whether source.repo_url is this repository
    kubernetes_version: str  # 1.36
    charts: Charts
    kustomize_build_options: str = ""  # kustomize.buildOptions of argocd-cm
    # of the destination's cluster: group/version and group/version/Kind
    api_versions: tuple[str, ...] = field(default=(), repr=False)
    fetched_refs: tuple[FetchedRef, ...] = ()  # `ref` sources of other repositories, at hand
    pinned: Pinned | None = None  # of this repository, None for what stands in its folder
    # what no checkout of this repository has, as git ignores it
    ignored: frozenset[str] = field(default=frozenset(), repr=False, compare=False)
    refusal: str = ""  # why Argo CD does not even look into the source

    @property
    def subject(self) -> tuple[str, str, str]:
        """What few requests of many have in common: Application, path and chart."""
        return self.application, self.source.path, self.source.chart

    own: Path | None = None  # this repository, where `repository` is another one's fetched tree


@dataclass(frozen=True, slots=True)
class UsedChart:
    """A chart in this repository that was rendered, and with what."""

    folder: Path  # absolute
    request: ChartRequest
    place: tuple[str | int, ...] = ()  # of its source in the Application's spec
    whole: Path | None = None  # a copy with the dependencies that its charts/ lacks


@dataclass(frozen=True, slots=True)
class Generated:
    """What one source gives."""

    documents: tuple[Document, ...] = ()
    rendered: bool = False  # by Helm or kustomize: document.source names a file, lines mean nothing
    findings: tuple[Finding, ...] = ()
    not_checked: tuple[NotChecked, ...] = ()
    partial: tuple[Document, ...] = ()  # files that a kustomization is built from, as they stand
    files: tuple[str, ...] = ()  # value files in this repository that took part
    values: tuple[Document, ...] = ()  # what they say, where the chart could not be rendered
    is_kustomize: bool = False  # whether the source is a kustomization, built or not
    chart: UsedChart | None = None  # where one in this repository was rendered
    wanted: tuple[tuple[Wanted, str], ...] = ()  # charts that this one needs, with the stated URL
    rendering: ChartRequest | None = None  # where any chart was rendered
    is_empty: bool = False  # whether Argo CD is content with a folder that gives nothing

    def is_rendered(self, document: Document) -> bool:
        """Tell whether a document was made, so that its lines mean nothing."""
        return self.rendered or document.source.endswith(JSONNET)
