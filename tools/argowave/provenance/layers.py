"""A leaf of a chart's values → the place that states it: the last layer that does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from argowave.provenance.values import ABSENT, Place, at
from argowave.sources.helm.probing import parameter_place
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from argowave.provenance.trail import ChartUse
    from argowave.sources.helm.probing import ChartProbe
    from argowave.yamlio import Document


@dataclass(frozen=True, slots=True)
class Statement:
    """Where a value is stated."""

    document: Document  # of a file, or the Application's
    place: Place  # in the document
    in_application: bool = False
    line: int | None = None  # where it is not that of the place


def find_statement(
    use: ChartUse, probe: ChartProbe, repository: Path, leaf: Place
) -> Statement | None:
    """Return what states a leaf, None where nobody knows.

    Args:
        use: the chart in its Application.
        probe: the chart itself.
        repository: the folder that paths are relative to.
        leaf: the value's path.
    """
    return next(
        (
            *_parameters(use, leaf),
            *_inline(use, leaf),
            *_files(use, repository, leaf),
            *_defaults(probe, leaf),
        ).__iter__(),
        None,
    )


def _parameters(use: ChartUse, leaf: Place) -> Iterator[Statement]:
    """Give the parameter that sets a leaf; --set-file goes after --set-string, and both win."""
    request = use.request
    files = [(name, ("fileParameters", n, "path")) for n, (name, _) in _entries(use)]
    texts = [
        (each.name, each.force_string, ("parameters", n, "value"))
        for n, each in enumerate(request.parameters)
    ]
    ordered = [
        *((name, place) for name, forced, place in texts if not forced),
        *((name, place) for name, forced, place in texts if forced),
        *files,
    ]
    base: Place = ("spec", *use.place, "helm")
    for name, place in reversed(ordered):
        target = parameter_place(name)
        if target is not None and leaf[: len(target)] == target:
            yield Statement(use.application.document, (*base, *place), in_application=True)


def _entries(use: ChartUse) -> Iterable[tuple[int, tuple[str, Path]]]:
    return enumerate(use.request.file_parameters)


def _inline(use: ChartUse, leaf: Place) -> Iterator[Statement]:
    document = use.application.document
    base: Place = ("spec", *use.place, "helm")
    values = use.request.values
    if isinstance(values, dict):
        if at(values, leaf) is not ABSENT:
            yield Statement(document, (*base, "valuesObject", *leaf), in_application=True)
        return
    for inner in _documents(values.encode(), ""):
        if at(inner.body, leaf) is not ABSENT:
            place = (*base, "values")
            line = _line_within(document, place, inner.line_of(leaf), str(leaf[-1]))
            yield Statement(document, (*place, *leaf), in_application=True, line=line)


def _line_within(document: Document, place: Place, inner: int, key: str) -> int:
    """Return the line of a key in a block of text, or that of the block where it looks unlike."""
    outer = document.line_of(place)
    lines = document.text.decode("utf-8", "replace").splitlines()
    index = outer + inner - document.line
    return outer + inner if index < len(lines) and key in lines[index] else outer


def _files(use: ChartUse, repository: Path, leaf: Place) -> Iterator[Statement]:
    for path in reversed(use.request.value_files):
        inside = path.is_relative_to(repository)  # another repository's is somewhere else
        shown = path.relative_to(repository).as_posix() if inside else str(path)
        try:
            data = path.read_bytes()
        except OSError:
            continue
        yield from _stated(_documents(data, shown), leaf)


def _defaults(probe: ChartProbe, leaf: Place) -> Iterator[Statement]:
    """Give the values.yaml of the chart, or of the subchart, that states a leaf.

    A parent's goes before its subchart's, as in Helm.
    """
    for path, charts in sorted(probe.defaults().items(), key=lambda each: len(each[1])):
        if leaf[: len(charts)] == charts:
            documents = _documents(probe.files[path], probe.request.locate(path))
            yield from _stated(documents, leaf[len(charts) :])


def _stated(documents: list[Document], leaf: Place) -> Iterator[Statement]:
    for document in reversed(documents):
        if leaf and at(document.body, leaf) is not ABSENT:
            yield Statement(document, leaf)


def _documents(data: bytes, shown: str) -> list[Document]:
    return [each for each in read_documents(data, shown) if not isinstance(each, YamlFault)]
