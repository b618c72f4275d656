"""never-same: what a chart renders to something else each time."""

from __future__ import annotations

import re
import tarfile
from typing import TYPE_CHECKING, Any, Final

from argowave.finding import Severity
from argowave.manifest import Manifest
from argowave.order.hooks import is_hook
from argowave.rules.order.never_synced import is_ignored
from argowave.rules.rule import Rule, Undecided, at, show

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from argowave.finding import Finding
    from argowave.resources import Resource
    from argowave.rules.scene import Scene
    from argowave.sources.helm.chart_request import ChartRequest

    Key = tuple[str, str, str, str]  # template, apiVersion, kind, name
    Objects = Mapping[Key, Mapping[str, Any]]
    Place = tuple[str | int, ...]

# Sprig's functions (https://masterminds.github.io/sprig/) that answer otherwise each time, where a
# template may call them: many a chart says "now" in its notes
_FUNCTION: Final = re.compile(
    rb"\{\{[^{}]{0,400}?\b(?:now|ago|rand(?:Alpha(?:Num)?|Ascii|Numeric|Bytes|Int)|shuffle|uuidv4|bcrypt|htpasswd"
    rb"|encryptAES|gen(?:PrivateKey|CA|SelfSignedCert|SignedCert)(?:WithKey)?)\b"
)
_TIMES: Final = 3  # a short random text may be the same twice


def check(scene: Scene) -> Iterator[Finding | Undecided]:
    """Render each chart that knows such a function again, and give a finding for what differs."""
    suspicious: dict[Path, bool] = {}
    for application in scene.tree.applications:
        resources = scene.inventory.of(application)
        for request, _ in application.renderings:
            if request.chart not in suspicious:
                suspicious[request.chart] = _is_suspicious(request.chart)
            if suspicious[request.chart]:
                yield from _compared(scene, request, resources)


def _is_suspicious(chart: Path) -> bool:
    from argowave.tree.capabilities import chart_contents  # noqa: PLC0415 (only with charts)

    try:
        return any(_FUNCTION.search(data) for data in chart_contents(chart))
    except (OSError, tarfile.TarError, EOFError):
        return False  # whoever renders it says what is wrong


def _compared(
    scene: Scene, request: ChartRequest, resources: Iterable[Resource]
) -> Iterator[Finding | Undecided]:
    renderings = _rendered(request)
    if renderings is None:
        shown = request.chart.name
        if request.chart.is_relative_to(scene.repository):
            shown = request.chart.relative_to(scene.repository).as_posix()
        yield Undecided(f"chart {shown}", "it cannot be rendered a second time")
        return
    if not renderings:
        return
    first, *others = renderings
    templates = {template for template, *_ in first}
    own = {
        _key(each.manifest): each
        for each in resources
        if each.manifest.rendered and each.manifest.document.source in templates
    }
    is_renamed = _kinds(own) == _kinds(first) == _kinds(others[0])
    for key, resource in own.items():
        if not resource.name or is_hook(resource.manifest):
            continue
        if any(key not in each for each in renderings):
            if is_renamed:
                yield at(resource, ("metadata", "name"), _NAME)
        else:
            yield from _fields(resource, first[key], [other[key] for other in others])


def _key(manifest: Manifest) -> Key:
    return manifest.document.source, manifest.api_version, manifest.kind, manifest.name


def _fields(
    resource: Resource, first: Mapping[str, Any], others: Iterable[Mapping[str, Any]]
) -> Iterator[Finding]:
    """Give one finding for all fields of an object that differ and that Argo CD compares."""
    found = dict.fromkeys(place for other in others for place in _differing(first, other, ()))
    places = [place for place in found if not is_ignored(resource, _field(place))]
    if places:
        further = ", ".join(show(place).removeprefix("$.") for place in places[1:])
        yield at(resource, places[0], _FIELD.format(f" (and so is {further})" if further else ""))


def _field(place: Place) -> str:
    """Return a place as Argo CD's ignoreDifferences begin to; it compares stringData as data."""
    words = ["data" if place[0] == "stringData" else str(place[0]), *map(str, place[1:])]
    return "/".join(words)


def _differing(first: Any, other: Any, place: Place) -> Iterator[Place]:  # noqa: ANN401 (any JSON value)
    if isinstance(first, dict) and isinstance(other, dict) and first.keys() == other.keys():
        for key in first:
            yield from _differing(first[key], other[key], (*place, key))
    elif isinstance(first, list) and isinstance(other, list) and len(first) == len(other):
        for index, (one, two) in enumerate(zip(first, other, strict=True)):
            yield from _differing(one, two, (*place, index))
    elif first != other:
        yield place


def _rendered(request: ChartRequest) -> list[Objects] | None:
    """Return the objects of several renderings, of those templates that give another text.

    Returns:
        [] where none does, None where the chart does not render.
    """
    from argowave.bounded.errors import BoundedError  # noqa: PLC0415 (few charts need it)
    from argowave.errors import ChartError  # noqa: PLC0415 (as above)
    from argowave.sources.helm.asking import PARSERS, of_path  # noqa: PLC0415 (as above)
    from argowave.sources.helm.documents import makes_manifests  # noqa: PLC0415 (as above)
    from argowave.sources.helm.library import render_texts  # noqa: PLC0415 (as above)
    from argowave.sources.helm.values import ValuesError, merge_values  # noqa: PLC0415 (as above)

    try:
        chart, values = of_path(request.chart), merge_values(request, PARSERS)
        texts = [render_texts(chart, values, request) for _ in range(_TIMES)]
    except (BoundedError, ChartError, ValuesError):  # the second: no library for this machine
        return None
    names = [name for name in texts[0] if makes_manifests(name)]
    unlike = [name for name in names if any(each.get(name) != texts[0][name] for each in texts)]
    objects = [_objects(request, {n: each.get(n, "") for n in unlike}) for each in texts]
    known = [each for each in objects if each is not None]
    return (known if len(known) == _TIMES else None) if unlike else []


def _objects(request: ChartRequest, texts: Mapping[str, str]) -> Objects | None:
    """Return what templates give, None where that is no YAML this time."""
    from argowave.sources.helm.documents import order_templates  # noqa: PLC0415 (few charts need it)
    from argowave.validate.lists import expand_list  # noqa: PLC0415 (as above)

    documents, faults = order_templates(texts, request.locate, skip_tests=request.skip_tests)
    if faults:
        return None
    listed = [each for document in documents for each in expand_list(document)]
    manifests = [Manifest(each) for each in listed if isinstance(each.body, dict)]
    return {_key(each): each.body for each in manifests if each.metadata}


def _kinds(objects: Iterable[Key]) -> list[tuple[str, ...]]:
    return sorted(key[:-1] for key in objects)


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
