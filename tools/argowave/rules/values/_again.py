"""Charts rendered again, with a value left out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from argowave.bounded.errors import BoundedError
from argowave.errors import ChartError
from argowave.sources.helm.asking import PARSERS, of_path
from argowave.sources.helm.library import texts_alike
from argowave.sources.helm.values import ValuesError, merge_values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from argowave.gotemplates.reads import Place
    from argowave.sources.request import UsedChart

_AT_ONCE: Final = 20  # renderings, whose time and memory are bounded together


def unchanged(chart: UsedChart, values: Sequence[dict[str, Any]]) -> list[bool]:
    """Tell of all values but the first whether a chart renders to the same as with the first.

    The chart's own defaults and the Application's parameters apply as they did before. What does
    not render is not the same.
    """
    found: list[bool] = []
    request = replace(chart.request, value_files=())
    for start in range(1, len(values), _AT_ONCE):
        some = [values[0], *values[start : start + _AT_ONCE]]
        try:
            merged = [merge_values(replace(request, values=each), PARSERS) for each in some]
            found += texts_alike(of_path(request.chart), merged, request)
        except (BoundedError, ChartError, ValuesError):  # the second: no library for this machine
            found += [False] * (len(some) - 1)
    return found


def without(values: dict[str, Any], path: Place) -> dict[str, Any]:
    """Return values without one key."""
    first, *rest = path
    found = dict(values)
    if not rest:
        found.pop(str(first), None)
    elif isinstance(below := found.get(str(first)), dict):
        found[str(first)] = without(below, tuple(rest))
    return found
