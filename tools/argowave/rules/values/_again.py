"""A chart rendered once more, with a value left out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from argowave.bounded.errors import BoundedError
from argowave.errors import ChartError

if TYPE_CHECKING:
    from argowave.gotemplates.reads import Place
    from argowave.sources.request import UsedChart

Output = dict[str, str]  # template → what it renders to


def render_with(chart: UsedChart, values: dict[str, Any]) -> Output | None:
    """Return what a chart renders to with the given values, None where it does not render.

    The chart's own defaults and the Application's parameters apply as they did before.
    """
    from argowave.sources.helm.asking import PARSERS, of_path  # noqa: PLC0415 (few charts need it)
    from argowave.sources.helm.documents import makes_manifests  # noqa: PLC0415 (as above)
    from argowave.sources.helm.library import render_texts  # noqa: PLC0415 (as above)
    from argowave.sources.helm.values import ValuesError, merge_values  # noqa: PLC0415 (as above)

    request = replace(chart.request, value_files=(), values=values)
    try:
        texts = render_texts(of_path(request.chart), merge_values(request, PARSERS), request)
    except (BoundedError, ChartError, ValuesError):  # the second: no library for this machine
        return None
    return {name: text for name, text in texts.items() if makes_manifests(name)}


def without(values: dict[str, Any], path: Place) -> dict[str, Any]:
    """Return values without one key."""
    first, *rest = path
    found = dict(values)
    if not rest:
        found.pop(str(first), None)
    elif isinstance(below := found.get(str(first)), dict):
        found[str(first)] = without(below, tuple(rest))
    return found
