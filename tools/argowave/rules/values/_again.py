"""A chart rendered once more, with a value left out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from argowave.errors import ChartError

if TYPE_CHECKING:
    from argowave.gotemplates.reads import Place
    from argowave.sources.request import UsedChart

Output = tuple[tuple[str, bytes], ...]  # template, what it renders to


def render_with(chart: UsedChart, values: dict[str, Any]) -> Output | None:
    """Return what a chart renders to with the given values, None where it does not render.

    The chart's own defaults and the Application's parameters apply as they did before.
    """
    from argowave.sources.helm.library import render  # noqa: PLC0415 (few charts need it)

    try:
        rendered = render(replace(chart.request, value_files=(), values=values))
    except ChartError:  # there is no such library for this machine
        return None
    if rendered.faults or rendered.unchecked:
        return None
    return tuple((each.source, each.text) for each in rendered.documents)


def without(values: dict[str, Any], path: Place) -> dict[str, Any]:
    """Return values without one key."""
    first, *rest = path
    found = dict(values)
    if not rest:
        found.pop(str(first), None)
    elif isinstance(below := found.get(str(first)), dict):
        found[str(first)] = without(below, tuple(rest))
    return found
