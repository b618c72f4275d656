"""What several charts are given alike, as whoever makes many Applications of one template does.

A chart of Applications hands each of them the cluster's name and host; who has no use for them is
not at fault.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from argowave.gotemplates import Reads
    from argowave.gotemplates.reads import Place


@dataclass(slots=True)
class Alike:
    """What Applications state for the charts of this repository."""

    _given: list[tuple[Path, Reads, list[dict[str, Any]], set[Place]]] = field(default_factory=list)
    _told: dict[Place, tuple[set[Path], bool]] = field(default_factory=dict)

    def add(
        self, chart: Path, reads: Reads, values: list[dict[str, Any]], parameters: set[Place]
    ) -> None:
        """Take what one Application states: values, and the paths that parameters set."""
        self._given.append((chart, reads, values, parameters))

    def is_read(self, key: Place) -> bool:
        """Tell whether some chart that is given a key reads it."""
        return self._of(key)[1]

    def is_of_several(self, key: Place) -> bool:
        """Tell whether charts in different folders are given a key."""
        return len(self._of(key)[0]) > 1

    def _of(self, key: Place) -> tuple[set[Path], bool]:
        """Return the charts that are given a key, and whether one of them reads it."""
        if key not in self._told:
            given = [
                (chart, reads)
                for chart, reads, values, parameters in self._given
                if key in parameters or any(_has(each, key) for each in values)
            ]
            is_read = any(reads.is_read(key) for _, reads in given)
            self._told[key] = ({chart for chart, _ in given}, is_read)
        return self._told[key]


def _has(value: Any, key: Place) -> bool:  # noqa: ANN401 (any JSON value)
    for step in key:
        if not isinstance(value, dict) or step not in value:
            return False
        value = value[step]
    return True
