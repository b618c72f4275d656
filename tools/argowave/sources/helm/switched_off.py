"""The dependencies of a chart that its values switch off, which render to nothing.

Source: processDependencyConditions in pkg/chart/v2/util/dependencies.go, Helm 4.2: of the paths of
a condition the first one that leads to true or false decides. Values of the chart win over those of
the dependency itself, which need not be known then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from argowave.bounded.errors import BoundedError
from argowave.errors import ChartError
from argowave.files.regular import content_of
from argowave.sources.helm.asking import PARSERS
from argowave.sources.helm.rendering import chart_request_of
from argowave.sources.helm.value_files import UnreachableError, ValueFileError
from argowave.sources.helm.values import ValuesError, merge, merge_values, read_values

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from argowave.sources.request import ManifestRequest


def switched_off(
    request: ManifestRequest, folder: Path, declared: Sequence[dict[str, Any]]
) -> frozenset[str]:
    """Return the names of those dependencies that are certainly off, under every alias."""
    if not any(isinstance(each.get("condition"), str) for each in declared):
        return frozenset()
    try:
        stated = merge_values(chart_request_of(request, folder), PARSERS)
        values = merge(read_values(content_of(folder / "values.yaml"), "values.yaml"), stated)
    except (BoundedError, ChartError, UnreachableError, ValueFileError, ValuesError):
        return frozenset()  # whoever renders says so
    left = {each["name"] for each in declared if not _is_off(each.get("condition"), values)}
    return frozenset(each["name"] for each in declared) - left


def _is_off(condition: object, values: dict[str, Any]) -> bool:
    for path in condition.split(",") if isinstance(condition, str) else ():
        here: Any = values
        for key in path.strip().split("."):
            here = here.get(key) if isinstance(here, dict) else None
        if isinstance(here, bool):
            return not here
    return False
