"""A kustomization's folder → every file that building it may read, here and fetched."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from argowave.files.regular import read_regular
from argowave.files.slashes import relpath
from argowave.finding import Finding
from argowave.sources.detection import KUSTOMIZATION_NAMES
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from pathlib import Path

    from argowave.yamlio import Document

MOST_FILES = 10_000  # that one kustomization may lead to
MOST_BYTES = 100_000_000
SUFFIXES = (".yaml", ".yml")


@dataclass(slots=True)
class Closure:
    """What one kustomization leads to.

    Places are paths in the copy that is built: those of this repository as they are, those of
    others below a folder of their own.
    """

    files: dict[str, str] = field(default_factory=dict)  # place → where the file is
    links: dict[str, str] = field(default_factory=dict)  # symbolic links, and where each leads
    replaced: dict[str, list[tuple[tuple[str | int, ...], str]]] = field(default_factory=dict)
    """What kustomizations say instead of a URL: place → pointers and values."""
    components: dict[str, str] = field(default_factory=dict)  # the same for an Application's own
    labels: dict[str, str] = field(default_factory=dict)  # place, or its beginning → for findings
    remotes: dict[str, str] = field(default_factory=dict)  # what is missing → whence, why
    inflated: dict[str, None] = field(default_factory=dict)  # kustomizations that call Helm
    findings: list[Finding] = field(default_factory=list)
    pieces: dict[str, list[Document]] = field(default_factory=dict)  # YAML files that take part
    size: int = 0  # bytes of all files

    def take(self, place: str, path: str) -> None:
        """Take in one file.

        Raises:
            TooLargeError: that is one too many.
        """
        if place in self.files:
            return
        self.size += os.path.getsize(path)  # noqa: PTH202 (many)
        if len(self.files) >= MOST_FILES or self.size > MOST_BYTES:
            message = f"it leads to more than {MOST_FILES} files or {MOST_BYTES} bytes"
            raise TooLargeError(message)
        self.files[place] = path

    def take_folder(self, place: str, folder: Path) -> None:
        """Take in a folder that has no links.

        Raises:
            TooLargeError: as take.
        """
        for above, _, names in os.walk(folder):
            for name in sorted(names):
                inside = relpath(f"{above}/{name}", folder)
                self.take(f"{place}/{inside}", f"{above}/{name}")

    def shown(self, place: str) -> str:
        """Return what findings call a file of the copy."""
        for start, label in self.labels.items():
            if place == start:
                return label
            if start.endswith("/") and place.startswith(start):
                return label + place.removeprefix(start)
        return place


class TooLargeError(ValueError):
    """A kustomization leads to more than anybody would build."""


def kustomization_of(folder: str | Path) -> str | None:
    """Return the path of a folder's kustomization, None where there is none."""
    paths = (os.path.join(folder, name) for name in KUSTOMIZATION_NAMES)  # noqa: PTH118 (many)
    return next((path for path in paths if os.path.isfile(path)), None)  # noqa: PTH113 (many)


def read_pieces(closure: Closure, repository: Path, folder: Path) -> list[Any]:
    """Return the documents of what is built and of the folder's YAML files, as they stand."""
    shown = folder.relative_to(repository).as_posix()
    pieces = [each for several in closure.pieces.values() for each in several]
    for path in sorted(folder.iterdir()):
        if path.suffix not in SUFFIXES or not path.is_file():
            continue
        name = path.name if shown == "." else f"{shown}/{path.name}"
        for document in read_documents(read_regular(path), name):
            if not isinstance(document, YamlFault):
                if document.body is not None and name not in closure.pieces:
                    pieces.append(document)
            elif name not in closure.pieces:
                closure.findings.append(
                    Finding(name, document.line, "", "", document.message, "yaml")
                )
    return pieces
