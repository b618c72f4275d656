"""A chart's folder or archive → the files of it that say what it reads of its values."""

from __future__ import annotations

import os
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from argowave.files.packed import PackedError, packed_files
from argowave.files.regular import read_regular
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OLDER: Final = "requirements.yaml"


class BadArchiveError(ValueError):
    """A file below charts/ is no archive of a chart; the text is its name."""


def chart_files(chart: Path) -> dict[str, bytes]:
    """Return {path below the chart: bytes} of what is needed, of a folder or an archive.

    Raises:
        OSError, PackedError: it cannot be read.
    """
    return folder_files(chart) if chart.is_dir() else archived(chart.read_bytes())


def subcharts(files: dict[str, bytes]) -> Iterator[tuple[str, dict[str, bytes]]]:
    """Give the name and the files of every chart below charts/.

    Raises:
        BadArchiveError: an archive there is none of a chart.
    """
    folders: dict[str, dict[str, bytes]] = {}
    for name, data in files.items():
        top, _, rest = name.removeprefix("charts/").partition("/")
        if not name.startswith("charts/") or top.startswith((".", "_")):
            continue
        if rest:
            folders.setdefault(top, {})[rest] = data
        elif top.endswith((".tgz", ".tar.gz")):
            try:
                folders[top] = archived(data)
            except (OSError, PackedError):
                raise BadArchiveError(top) from None
    for below in folders.values():
        title = mapping(below.get("Chart.yaml", b"")).get("name")
        if isinstance(title, str):
            yield title, below


def folder_files(folder: Path) -> dict[str, bytes]:
    """Return {path below the chart: bytes} of what is needed."""
    found = {}
    start = str(folder)  # texts, as each chart's files are looked at: half the time of Path
    for top in ("templates", "charts"):
        for parent, _, names in os.walk(f"{start}/{top}"):
            for name in names:
                path = f"{parent}/{name}"
                below = path[len(start) + 1 :].replace(os.sep, "/")
                if top == "templates" or _is_needed(name, below):
                    found[below] = read_regular(path)
    for name in ("values.schema.json", OLDER):
        if os.path.isfile(f"{start}/{name}"):  # noqa: PTH113 (as above)
            found[name] = read_regular(f"{start}/{name}")
    metadata = read_regular(f"{start}/Chart.yaml")
    if b"dependencies:" in metadata or b"type:" in metadata:
        found["Chart.yaml"] = metadata  # else it says nothing that matters here
    return found


def _is_needed(name: str, below: str) -> bool:
    wanted = ("Chart.yaml", OLDER, "values.schema.json")
    return name in wanted or "/templates/" in below or name.endswith((".tgz", ".tar.gz"))


def archived(data: bytes) -> dict[str, bytes]:
    """Return the files of an archive, whose names begin with the chart's.

    Raises:
        OSError, PackedError: it cannot be read.
    """
    return {
        PurePosixPath(*PurePosixPath(name).parts[1:]).as_posix(): content
        for name, content in packed_files(data)
    }


def mapping(data: bytes) -> dict[str, Any]:
    """Return the mapping that a file of YAML holds, {} where it holds something else."""
    for document in read_documents(data, "Chart.yaml"):
        if not isinstance(document, YamlFault) and isinstance(document.body, dict):
            return document.body
    return {}
