"""What is kept of a tree so that the origin of its findings can be found later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from argowave.provenance.kustomized import KustomizeUse
from argowave.sources.source import KustomizeOptions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from argowave.finding import Finding
    from argowave.manifest import Manifest
    from argowave.sources.helm.chart_request import ChartRequest
    from argowave.tree import Application, Tree
    from argowave.yamlio import Document

Key = tuple[str, str, str]  # environment/Application, path, Kind/name


@dataclass(frozen=True, slots=True)
class ChartUse:
    """A chart that one Application has rendered."""

    request: ChartRequest
    application: Manifest
    place: tuple[str | int, ...]  # of its source in the Application's spec
    above: tuple[ChartUse, ...] = ()  # charts that may have made the Application itself


@dataclass(frozen=True, slots=True)
class Trail:
    """One object that was made, and the charts and kustomizations that may have made it."""

    document: Document
    charts: tuple[ChartUse, ...]
    kustomized: tuple[KustomizeUse, ...] = ()  # only those that an Application changes
    above: tuple[ChartUse, ...] = ()  # charts that may have made that Application


def key_of(finding: Finding, application: str) -> Key:
    """Return what a finding's object is found by.

    Args:
        finding: one that was gathered may have several Applications.
        application: one of them.
    """
    return application, finding.path, finding.subject


def trails_of(tree: Tree, findings: Iterable[Finding]) -> dict[Key, Trail]:
    """Return the trails of those objects that were made and that something was found of."""
    wanted = {key_of(each, each.application) for each in findings if each.application}
    trails: dict[Key, Trail] = {}
    uses: dict[str, tuple[ChartUse, ...]] = {}
    for application in tree.applications if wanted else ():  # parents before children
        maker = application.manifest
        above = uses.get(maker.application or "", ()) if maker.rendered else ()
        own = tuple(
            ChartUse(request, maker, place, above) for request, place in application.renderings
        )
        changed = () if maker.generated else _kustomized(application)
        if own or changed:
            uses[f"{tree.environment}/{application.name}"] = own
        for manifest in application.manifests:
            if not manifest.rendered:
                continue
            key = (manifest.application or "", manifest.document.source, manifest.subject)
            if key in wanted and key not in trails:
                trails[key] = Trail(manifest.document, own, changed, above)
    return trails


def _kustomized(application: Application) -> tuple[KustomizeUse, ...]:
    """Return the sources of which an Application changes what kustomize builds."""
    return tuple(
        KustomizeUse(source, application.manifest)
        for source in application.sources
        if source.kustomize != KustomizeOptions()
    )
