"""never-same: what a chart renders to something else each time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from argowave.finding import Severity
from argowave.order.hooks import is_hook
from argowave.rules.order.never_synced import is_ignored
from argowave.rules.rule import Rule, Undecided, at, show
from argowave.tree.varying import differing, key_of, kinds_of, may_vary, renderings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from argowave.finding import Finding
    from argowave.resources import Resource
    from argowave.rules.scene import Scene
    from argowave.sources.helm.chart_request import ChartRequest

    Place = tuple[str | int, ...]


def check(scene: Scene) -> Iterator[Finding | Undecided]:
    """Render each chart that knows such a function again, and give a finding for what differs."""
    suspicious: dict[Path, bool] = {}
    for application in scene.tree.applications:
        resources = scene.inventory.of(application)
        for request, _ in application.renderings:
            if request.chart not in suspicious:
                suspicious[request.chart] = may_vary(request.chart)
            if suspicious[request.chart]:
                yield from _compared(scene, request, resources)


def _compared(
    scene: Scene, request: ChartRequest, resources: Iterable[Resource]
) -> Iterator[Finding | Undecided]:
    rendered = renderings(request)
    if rendered is None:
        shown = request.chart.name
        if request.chart.is_relative_to(scene.repository):
            shown = request.chart.relative_to(scene.repository).as_posix()
        yield Undecided(f"chart {shown}", "it cannot be rendered a second time")
        return
    if not rendered:
        return
    first, *others = rendered
    templates = {template for template, *_ in first}
    own = {
        key_of(each.manifest): each
        for each in resources
        if each.manifest.rendered and each.manifest.document.source in templates
    }
    is_renamed = kinds_of(own) == kinds_of(first) == kinds_of(others[0])
    for key, resource in own.items():
        if not resource.name or is_hook(resource.manifest):
            continue
        if any(key not in each for each in rendered):
            if is_renamed:
                yield at(resource, ("metadata", "name"), _NAME)
        else:
            yield from _fields(resource, first[key], [other[key] for other in others])


def _fields(
    resource: Resource, first: Mapping[str, Any], others: Iterable[Mapping[str, Any]]
) -> Iterator[Finding]:
    """Give one finding for all fields of an object that differ and that Argo CD compares."""
    found = dict.fromkeys(place for other in others for place in differing(first, other))
    places = [place for place in found if not is_ignored(resource, _field(place))]
    if places:
        further = ", ".join(show(place).removeprefix("$.") for place in places[1:])
        yield at(resource, places[0], _FIELD.format(f" (and so is {further})" if further else ""))


def _field(place: Place) -> str:
    """Return a place as Argo CD's ignoreDifferences begin to; it compares stringData as data."""
    words = ["data" if place[0] == "stringData" else str(place[0]), *map(str, place[1:])]
    return "/".join(words)


_FIELD: Final = (
    "the chart renders it to something else each time{}, so every commit replaces it, and Argo CD "
    "calls it OutOfSync in between; state a value, or have something in the cluster make it"
)
_NAME: Final = (
    "the chart gives it another name each time it is rendered, so every commit makes one more and "
    "prunes the last; give it one name"
)

RULE = Rule(
    name="never-same",
    summary="a chart renders to something else each time",
    why=(
        "Argo CD renders a chart anew for every commit, at a hard refresh and when its cache ends. "
        "A password, a key or a time that the chart makes up is then another one: the Application "
        "is OutOfSync although nobody changed anything, and a sync replaces what is in use. "
        "`lookup` does not help, as it finds nothing in Argo CD."
    ),
    mend=(
        "State the value, or a Secret that exists already, have the cluster make it (cert-manager, "
        "External Secrets), or name the field in ignoreDifferences with RespectIgnoreDifferences."
    ),
    source="https://argo-cd.readthedocs.io/en/stable/user-guide/helm/#random-data",
    check=check,
    severity=Severity.WARNING,
)
