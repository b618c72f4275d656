"""A chart's files → the values that it and its subcharts have, where they stand among its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from argowave.gotemplates.files import OLDER, mapping, subcharts
from argowave.typed import as_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.gotemplates.reads import Place


@dataclass(frozen=True, slots=True)
class Defaults:
    """What values.yaml files say, each with the place of its chart."""

    stated: tuple[tuple[tuple[str, ...], dict[str, Any]], ...]

    def has(self, path: Place) -> bool:
        """Tell whether a chart states a key, or something above it that is empty or no mapping."""
        return any(
            path[: len(place)] == place and _has(values, path[len(place) :])
            for place, values in self.stated
        )

    def texts(self) -> Iterator[str]:
        """Give every text with a template in it."""
        for _, values in self.stated:
            yield from texts_with_templates(values)


def defaults_of(files: dict[str, bytes]) -> Defaults:
    """Return what a chart and those below it state.

    Raises:
        BadArchiveError: one below it is no archive of a chart.
    """
    return Defaults(tuple(_stated(files, ())))


def _stated(
    files: dict[str, bytes], place: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    yield place, mapping(files.get("values.yaml", b""))
    metadata = mapping(files.get("Chart.yaml", b""))
    listed = metadata.get("dependencies") or mapping(files.get(OLDER, b"")).get("dependencies")
    for title, below in subcharts(files):
        aliases = [
            str(each.get("alias") or title)
            for each in as_list(listed)
            if isinstance(each, dict) and each.get("name") == title
        ]
        for alias in dict.fromkeys(aliases) or (title,):
            yield from _stated(below, (*place, alias))


def _has(values: object, path: Place) -> bool:
    for step in path:
        if not isinstance(values, dict) or not values:
            return True
        if step not in values:
            return False
        values = values[step]
    return True


def texts_with_templates(value: object) -> Iterator[str]:
    """Give every text in values in which a template stands."""
    if isinstance(value, str) and "{{" in value:
        yield value
    elif isinstance(value, (dict, list)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts_with_templates(each)
