"""The dependencies of a chart that its values switch off, which render to nothing.

Source: processDependencyConditions and processDependencyTags in pkg/chart/v2/util/dependencies.go,
Helm 4.2: of the paths of a condition, whose blanks count, the first one that leads to true or false
decides, and otherwise tags do, of which one that is true is enough. Values of the chart win over
those of the dependency itself, which need not be known then; but where the chart says nothing at a
path into a dependency, those decide.
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
    if not any(each.get("condition") or each.get("tags") for each in declared):
        return frozenset()
    try:
        stated = merge_values(chart_request_of(request, folder), PARSERS)
        values = merge(read_values(content_of(folder / "values.yaml"), "values.yaml"), stated)
    except (BoundedError, ChartError, UnreachableError, ValueFileError, ValuesError):
        return frozenset()  # whoever renders says so
    below = frozenset(str(each.get("alias") or each["name"]) for each in declared)
    left = {each["name"] for each in declared if not _is_off(each, values, below)}
    return frozenset(each["name"] for each in declared) - left


def _is_off(dependency: dict[str, Any], values: dict[str, Any], below: frozenset[str]) -> bool:
    condition, tags = dependency.get("condition"), dependency.get("tags")
    for path in condition.strip().split(",") if isinstance(condition, str) else ():
        first, *others = path.split(".")
        here: Any = values.get(first)
        for key in others:
            here = here.get(key) if isinstance(here, dict) else None
        if isinstance(here, bool):
            return not here
        if here is None and first in below:
            return False  # a dependency may say so itself
    return _are_off(tags, values.get("tags"))


def _are_off(tags: object, stated: object) -> bool:
    if not isinstance(tags, list) or not isinstance(stated, dict):
        return False
    said = [stated.get(each) for each in tags if isinstance(each, str)]
    return any(each is False for each in said) and not any(each is True for each in said)
