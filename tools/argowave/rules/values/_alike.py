"""What several charts are given alike by the template that makes their Applications.

A chart of Applications, or an ApplicationSet, hands each of them the cluster's name and host; who
has no use for them is not at fault. Of Applications that somebody wrote each stands for itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from argowave.gotemplates import Reads
    from argowave.gotemplates.reads import Place
    from argowave.tree import Application

    Family = tuple[str, ...]


@dataclass(slots=True)
class Alike:
    """What Applications state for the charts of this repository."""

    _given: dict[Family, list[tuple[Path, Reads, list[dict[str, Any]], set[Place]]]] = field(
        default_factory=dict
    )
    _told: dict[tuple[Family, Place], tuple[set[Path], bool]] = field(default_factory=dict)

    def add(
        self,
        application: Application,
        chart: tuple[Path, Reads],
        values: list[dict[str, Any]],
        parameters: set[Place],
    ) -> None:
        """Take what one Application states for a chart: values, and the paths of parameters."""
        self._given.setdefault(_family(application), []).append((*chart, values, parameters))

    def is_read(self, application: Application, key: Place) -> bool:
        """Tell whether a chart reads a key that it is given as an Application's own chart is."""
        return self._of(_family(application), key)[1]

    def is_of_several(self, application: Application, key: Place) -> bool:
        """Tell whether charts in different folders are given a key as an Application's own is."""
        return len(self._of(_family(application), key)[0]) > 1

    def _of(self, family: Family, key: Place) -> tuple[set[Path], bool]:
        """Return the charts that are given a key, and whether one of them reads it."""
        if (family, key) not in self._told:
            given = [
                (chart, reads)
                for chart, reads, values, parameters in self._given.get(family, ())
                if key in parameters or any(_has(each, key) for each in values)
            ]
            is_read = any(reads.is_read(key) for _, reads in given)
            self._told[family, key] = ({chart for chart, _ in given}, is_read)
        return self._told[family, key]


def _family(application: Application) -> Family:
    """Return who made an Application from a template; itself where nobody did."""
    made = application.manifest.rendered or application.manifest.generated
    return application.chain[:-1] if made else application.chain


def _has(value: Any, key: Place) -> bool:  # noqa: ANN401 (any JSON value)
    for step in key:
        if not isinstance(value, dict) or step not in value:
            return False
        value = value[step]
    return True
