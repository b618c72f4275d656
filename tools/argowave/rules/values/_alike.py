"""What several charts are given alike, as whoever makes many Applications of one template does.

A chart of Applications hands each of them the cluster's name and host; who has no use for them is
not at fault.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from argowave.gotemplates.reads import Place


@dataclass(slots=True)
class Alike:
    """What Applications state for the charts of this repository."""

    _given: list[tuple[Path, list[dict[str, Any]], set[Place]]] = field(default_factory=list)
    _several: dict[Place, bool] = field(default_factory=dict)

    def add(self, chart: Path, values: list[dict[str, Any]], parameters: set[Place]) -> None:
        """Take what one Application states: values, and the paths that parameters set."""
        self._given.append((chart, values, parameters))

    def is_of_several(self, key: Place) -> bool:
        """Tell whether charts in different folders are given a key."""
        if key not in self._several:
            charts = {
                chart
                for chart, values, parameters in self._given
                if key in parameters or any(_has(each, key) for each in values)
            }
            self._several[key] = len(charts) > 1
        return self._several[key]


def _has(value: Any, key: Place) -> bool:  # noqa: ANN401 (any JSON value)
    for step in key:
        if not isinstance(value, dict) or step not in value:
            return False
        value = value[step]
    return True
