"""A chart that is rendered again and again: with other values, or with marks in a template.

Its values.schema.json is left out, which would refuse many a changed value.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import tarfile
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from argowave.bounded.errors import BoundedError
from argowave.sources.helm.asking import PARSERS, merged_values, of_archive
from argowave.sources.helm.documents import order_templates, split_manifests
from argowave.sources.helm.library import render_texts
from argowave.sources.helm.values import ValuesError, merge_values
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from argowave.sources.helm.chart_request import ChartRequest
    from argowave.yamlio import Document

_LARGEST: Final = 20_000_000  # bytes of a chart, unpacked; a larger one is not rendered again
_DEFAULTS: Final = re.compile(r"[^/]+((?:/charts/[^/]+)*)/values\.yaml")
_LEFT_OUT: Final = "values.schema.json"


@dataclass(frozen=True, slots=True)
class ChartProbe:
    """One chart as one Application uses it."""

    request: ChartRequest
    archive: bytes  # the chart, packed
    files: Mapping[str, bytes]  # path in the archive, name/templates/x.yaml → content
    stated: Mapping[str, Any]  # what files, values and parameters say together
    values: Mapping[str, Any]  # the same over the defaults of the chart and its subcharts

    def render(self, values: Mapping[str, Any]) -> dict[str, str] | None:
        """Return {Helm's path of a template: its text} with the given values stated.

        None where Helm refuses them.
        """
        try:
            return self._texts(self.archive, values)
        except BoundedError:
            return None

    def read(self, texts: Mapping[str, str], shown: str) -> tuple[Document, ...] | None:
        """Return the manifests of the templates that findings show as `shown`, None for no YAML."""
        own = {name: text for name, text in texts.items() if self.request.locate(name) == shown}
        found, faults, _ = order_templates(
            own, self.request.locate, skip_tests=self.request.skip_tests
        )
        return None if faults else tuple(found)

    def parts(self, template: str, text: str) -> list[str] | None:
        """Return what a template renders to, part by part, with another text in its place.

        Args:
            template: Helm's path of it.
            text: what it says instead.
        """
        try:
            archive = _packed({**self.files, template: text.encode()})
            texts = self._texts(archive, self.stated)
        except BoundedError:
            return None
        return split_manifests(texts.get(template, ""))

    def templates(self, shown: str) -> list[str]:
        """Return Helm's paths of the templates that findings show as `shown`."""
        return [path for path in self.files if self.request.locate(path) == shown]

    def only(self, shown: str) -> ChartProbe:
        """Return the chart without the templates that give something else.

        What other templates may be made of stays: files that define templates, and all that is no
        template.
        """
        own = set(self.templates(shown))
        files = {
            path: content
            for path, content in self.files.items()
            if path in own or not _gives_something(path, content)
        }
        return replace(self, archive=_packed(files), files=files)

    def digest(self) -> str:
        """Return what is equal for charts with the same templates, whatever their values."""
        summed = hashlib.sha256()
        for path, content in sorted(self.files.items()):
            inside = path.partition("/")[2]  # copies of a chart may have other names
            if "templates/" in inside:
                summed.update(os.fsencode(f"{inside}\0{len(content)}\0") + content)
        return summed.hexdigest()

    def defaults(self) -> dict[str, tuple[str, ...]]:
        """Return {path of a values.yaml: the subcharts that lead to it}; the chart's own is ()."""
        found = {}
        for path in self.files:
            if match := _DEFAULTS.fullmatch(path):
                found[path] = tuple(match[1].split("/charts/")[1:])
        return found

    def _texts(self, archive: bytes, values: Mapping[str, Any]) -> dict[str, str]:
        return render_texts(of_archive(archive), dict(values), self.request)


def open_probe(request: ChartRequest) -> ChartProbe | None:
    """Return what renders a chart again, None where it cannot be loaded."""
    try:
        files = _files(request.chart)
        stated = merge_values(request, PARSERS)
        if files is None:
            return None
        archive = _packed(files)
        values = merged_values(of_archive(archive), stated)
    except (BoundedError, ValuesError, OSError, tarfile.TarError):
        return None
    return ChartProbe(request, archive, files, stated, values)


def parameter_place(name: str) -> tuple[str | int, ...] | None:
    """Return the place in the values that a parameter sets, None where it sets several or none.

    >>> parameter_place("a.b[1].c")
    ('a', 'b', 1, 'c')
    """
    try:
        value: Any = PARSERS.string(f"{name}=x")
    except (ValueError, BoundedError):
        return None
    place: list[str | int] = []
    while value != "x":
        if isinstance(value, dict) and len(value) == 1:
            ((step, value),) = value.items()
        elif isinstance(value, list) and value and not any(value[:-1]):
            step, value = len(value) - 1, value[-1]
        else:
            return None
        place.append(step)
    return tuple(place)


def _files(chart: Path) -> dict[str, bytes] | None:
    """Return a chart's files below its name, as Helm names templates; None for a large one.

    What .helmignore leaves out is among them: a chart that then renders to something else has no
    field where it is looked for.
    """
    found = _unpacked(chart) if chart.is_file() else _read(chart)
    if found is None or "Chart.yaml" not in found:
        return None
    (about, *_) = read_documents(found["Chart.yaml"], "Chart.yaml")
    if isinstance(about, YamlFault) or not isinstance(about.body, dict):
        return None
    name = about.body.get("name")
    return {f"{name}/{path}": content for path, content in found.items()}


@lru_cache(maxsize=4096)  # asked of all files of a chart for each of its templates
def _gives_something(path: str, content: bytes) -> bool:
    """Tell whether a file of a chart is applied and defines nothing for other templates."""
    inside = re.sub(r"^[^/]+/(?:charts/[^/]+/)*", "", path)
    is_template = inside.startswith("templates/") and b"define" not in content
    return is_template or inside.startswith("crds/")


def _read(folder: Path) -> dict[str, bytes] | None:
    files: dict[str, bytes] = {}
    size = 0
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != _LEFT_OUT:
            size += path.stat().st_size
            if size > _LARGEST:
                return None
            files[path.relative_to(folder).as_posix()] = path.read_bytes()
    return files


def _unpacked(archive: Path) -> dict[str, bytes] | None:
    files: dict[str, bytes] = {}
    size = 0
    with tarfile.open(archive, mode="r:gz") as opened:
        for entry in opened:
            size += entry.size
            if size > _LARGEST:
                return None
            content = opened.extractfile(entry) if entry.isfile() else None
            if content is not None and not entry.name.endswith(f"/{_LEFT_OUT}"):
                files[entry.name.removeprefix("./").partition("/")[2]] = content.read()
    return files


def _packed(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz", compresslevel=1) as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()
