"""A chart that was rendered → every place that gives it values, in the order of precedence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from argowave.files.regular import read_regular
from argowave.finding import Finding
from argowave.rules.rule import show
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from argowave.gotemplates.reads import Place
    from argowave.rules.scene import Scene
    from argowave.sources.request import UsedChart
    from argowave.tree import Application
    from argowave.yamlio import Document


@dataclass(frozen=True, slots=True)
class Layer:
    """One document of values."""

    values: dict[str, Any]
    document: Document  # the file's, or the Application's
    place: Place = ()  # of the values in that document
    exact: bool = True  # whether a path below the values is one below `place` too

    def finding(self, path: Place, message: str, application: Application | None) -> Finding:
        """Return a finding at a path of the values.

        Args:
            path: the key, from the values' own root.
            message: what is wrong with it.
            application: the one that states the values, None for a file.
        """
        whole = (*self.place, *path) if self.exact else self.place
        manifest = None if application is None else application.manifest
        rendered = manifest is not None and manifest.rendered
        return Finding(
            self.document.source,
            None if rendered else self.document.line_of(whole),
            "" if manifest is None else manifest.subject,
            show(whole),
            message,
            "",
            application=None if manifest is None else manifest.application,
        )


def file_layers(scene: Scene, path: Path, *, again: bool = True) -> tuple[Layer, ...]:
    """Return the documents of a values file; one that cannot be read has a finding already.

    Args:
        scene: the repository.
        path: the file.
        again: whether it is kept for the next who asks.
    """
    try:
        data = read_regular(path)
    except OSError:
        return ()
    name, above = path.as_posix(), f"{scene.repository.as_posix()}/"
    read = _documents if again else _read
    return tuple(Layer(each.body, each) for each in read(data, name.removeprefix(above)))


def is_of_this_repository(scene: Scene, path: Path) -> bool:
    """Tell whether a values file stands here, and not in another repository or revision."""
    return path.as_posix().startswith(f"{scene.repository.as_posix()}/")


def inline_layers(application: Application, chart: UsedChart) -> tuple[Layer, ...]:
    """Return what the Application itself states: valuesObject, or the text of values."""
    values = chart.request.values
    document = application.manifest.document
    base: Place = ("spec", *chart.place, "helm")
    if isinstance(values, dict):
        return (Layer(values, document, (*base, "valuesObject")),)
    return tuple(
        Layer(each.body, document, (*base, "values"), exact=False)
        for each in _documents(values.encode(), "values")
    )


def strings(value: object) -> Iterator[str]:
    """Give every text in values."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


def _read(data: bytes, shown: str) -> tuple[Document, ...]:
    return tuple(
        each
        for each in read_documents(data, shown)
        if not isinstance(each, YamlFault) and isinstance(each.body, dict)
    )


_documents = lru_cache(maxsize=1024)(_read)  # two rules ask for the files of all charts
