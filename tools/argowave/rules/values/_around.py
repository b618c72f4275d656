"""unread-value for charts around others: a key at the top that leads to no dependency."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from argowave.files.slashes import normpath
from argowave.finding import Severity
from argowave.rules.values._layers import Layer
from argowave.rules.values._wrappers import read_wrapper
from argowave.words.nearest import nearest
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.rules.scene import Scene
    from argowave.rules.values._wrappers import Wrapper
    from argowave.sources.source import Source
    from argowave.tree import Application

_OWN_USE: Final = ("_", "x-", ".")  # keys that hold anchors and nothing else begin so


def of_wrappers(scene: Scene, application: Application) -> Iterator[Finding]:
    """Give a finding for each key that an Application, or its chart's own files, state in vain.

    What stands in value files elsewhere may be for other charts too.
    """
    told = {chart.folder for chart in application.charts}
    for source in application.sources:
        path = normpath(source.path or ".")
        folder = scene.repository / path
        if source.chart or folder in told or f"{path}/values.yaml" not in application.files:
            continue
        wrapper = read_wrapper(folder)
        if wrapper is not None:
            yield from _of_files(wrapper, path, application)
            yield from _of_source(wrapper, path, source, application)


def _of_files(wrapper: Wrapper, path: str, application: Application) -> Iterator[Finding]:
    for document in application.values:
        if document.source.startswith(f"{path}/") and isinstance(document.body, dict):
            layer = Layer(document.body, document)
            yield from _unread(wrapper, path, layer, None)


def _of_source(
    wrapper: Wrapper, path: str, source: Source, application: Application
) -> Iterator[Finding]:
    document = application.manifest.document
    base = ("spec", *source.place, "helm")
    values = source.helm.values
    if isinstance(values, dict):
        layer = Layer(values, document, (*base, "valuesObject"))
        yield from _unread(wrapper, path, layer, application)
    else:
        for each in read_documents(values.encode(), "values"):
            if not isinstance(each, YamlFault) and isinstance(each.body, dict):
                layer = Layer(each.body, document, (*base, "values"), exact=False)
                yield from _unread(wrapper, path, layer, application)
    for number, parameter in enumerate(source.helm.parameters):
        first = parameter.name.partition(".")[0].partition("[")[0]
        layer = Layer({first: None}, document, (*base, "parameters", number, "name"), exact=False)
        yield from _unread(wrapper, path, layer, application)


def _unread(
    wrapper: Wrapper, path: str, layer: Layer, application: Application | None
) -> Iterator[Finding]:
    for key in layer.values:
        if wrapper.is_read(key) or key.startswith(_OWN_USE):
            continue
        free = sorted(wrapper.dependencies - layer.values.keys())
        near = nearest(key, free)
        end = f"did you mean {near}?" if near else "remove it, or put it below one of them"
        message = f"no dependency of {path} is called {key}, and no template reads it; {end}"
        found = layer.finding((key,), message, application)
        yield found if near else replace(found, severity=Severity.WARNING)
