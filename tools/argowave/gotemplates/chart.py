"""A chart's folder → what its templates, and those of its subcharts, read of the values."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from argowave.gotemplates.files import OLDER, BadArchiveError, folder_files, mapping, subcharts
from argowave.gotemplates.parsing import Statement, parse
from argowave.gotemplates.reader import Reader
from argowave.gotemplates.reads import Reads
from argowave.gotemplates.schema import note_schema
from argowave.gotemplates.tokens import UnreadableTemplateError
from argowave.typed import as_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from argowave.gotemplates.meaning import Meaning

_DEEPEST: Final = 8  # subcharts in subcharts


@dataclass(slots=True)
class _Chart:
    """The parsed templates of one chart, and its place in the values."""

    place: tuple[str, ...]
    library: bool
    templates: list[list[Statement]] = field(default_factory=list)


def read_chart(folder: Path, texts: Iterable[str]) -> Reads:
    """Return what a chart reads of its values, and what its values.schema.json names.

    Args:
        folder: the chart's.
        texts: values in which templates may stand, for charts that use `tpl`.
    """
    try:
        files = folder_files(folder)
    except OSError as error:
        reads = Reads()
        reads.give_up(f"{error.filename} cannot be read: {error.strerror}")
        return reads
    return read_files(files, texts)


def read_files(files: dict[str, bytes], texts: Iterable[str]) -> Reads:
    """Return the same of a chart whose files are at hand.

    Args:
        files: {path below the chart: bytes}.
        texts: as above.
    """
    key = tuple(sorted(files.items()))
    reads, uses_tpl = _cached(key)
    return _read(files, texts)[0] if uses_tpl else reads


@lru_cache(maxsize=1024)  # charts of one repository are often copies of each other
def _cached(files: tuple[tuple[str, bytes], ...]) -> tuple[Reads, bool]:
    return _read(dict(files), ())


def _read(files: dict[str, bytes], texts: Iterable[str]) -> tuple[Reads, bool]:
    """Return what is read, and whether `tpl` is used, so that it depends on the values."""
    reads = Reads()
    charts: list[_Chart] = []
    _collect(files, (), charts, reads)
    defined: dict[str, list[list[Statement]]] = {}
    for chart in charts:
        for statements in chart.templates:
            _define(statements, defined)
    places = frozenset(chart.place for chart in charts if chart.place)
    reader = Reader(reads, defined, places)
    for chart in charts:
        context: Meaning = frozenset([("root", chart.place)])
        for statements in () if chart.library else chart.templates:
            reader.run(statements, context)
    if reader.uses_tpl:
        _follow_values(reader, reads, texts, charts)
    return reads, reader.uses_tpl


def _follow_values(
    reader: Reader, reads: Reads, texts: Iterable[str], charts: list[_Chart]
) -> None:
    for text in texts:
        if "{{" in text:
            try:
                statements = parse(text)
            except UnreadableTemplateError:
                reads.give_up("a value with a template in it cannot be read")
                return
            for chart in charts:
                reader.run(statements, frozenset([("root", chart.place)]))


def _define(statements: list[Statement], defined: dict[str, list[list[Statement]]]) -> None:
    for statement in statements:
        if statement.kind == "define":
            defined.setdefault(statement.name, []).append(statement.body)
        _define(statement.body, defined)
        _define(statement.otherwise, defined)


def _collect(
    files: dict[str, bytes], place: tuple[str, ...], charts: list[_Chart], reads: Reads
) -> None:
    """Add a chart and its subcharts; what its Chart.yaml reads of the values is noted."""
    metadata = mapping(files.get("Chart.yaml", b""))
    chart = _Chart(place, metadata.get("type") == "library")
    charts.append(chart)
    for name in sorted(files):
        if name.startswith("templates/"):
            try:
                chart.templates.append(_parsed(files[name]))
            except (UnreadableTemplateError, UnicodeDecodeError) as error:
                shown = "/".join((*place, name))
                reads.give_up(f"{shown}: {error}")
    if schema := _json(files.get("values.schema.json", b"")):
        note_schema(reads, schema, place)
    # charts of apiVersion v1 have their dependencies in a file of their own
    listed = metadata.get("dependencies") or mapping(files.get(OLDER, b"")).get("dependencies")
    dependencies = [each for each in as_list(listed) if isinstance(each, dict)]
    for dependency in dependencies:
        _note(dependency, place, reads)
    if dependencies:
        reads.take((*place, "tags"))
    for title, below in _below(files, place, reads):
        names = [
            str(each.get("alias") or title) for each in dependencies if each.get("name") == title
        ]
        for alias in dict.fromkeys(names) or (title,):
            if len(place) < _DEEPEST:
                _collect(below, (*place, alias), charts, reads)


def _below(
    files: dict[str, bytes], place: tuple[str, ...], reads: Reads
) -> Iterator[tuple[str, dict[str, bytes]]]:
    try:
        yield from subcharts(files)
    except BadArchiveError as error:
        reads.give_up(f"{'/'.join((*place, 'charts', str(error)))} is no archive of a chart")


def _note(dependency: dict[str, Any], place: tuple[str, ...], reads: Reads) -> None:
    """Note the condition of a dependency, and the values that it hands up to its parent."""
    for condition in str(dependency.get("condition") or "").split(","):
        if condition.strip():
            reads.touch((*place, *condition.strip().split(".")))
    name = str(dependency.get("alias") or dependency.get("name"))
    for entry in as_list(dependency.get("import-values")):
        if isinstance(entry, dict):
            child = str(entry.get("child") or "").split(".")
            reads.take((*place, name, *child))
        else:
            reads.take((*place, name, "exports"))


def _json(data: bytes) -> Any:  # noqa: ANN401 (JSON)
    try:
        return json.loads(data) if data else None
    except ValueError:
        return None


@lru_cache(maxsize=4096)  # charts of one repository share many templates
def _parsed(data: bytes) -> list[Statement]:
    return parse(data.decode())
