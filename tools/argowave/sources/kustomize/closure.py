"""A kustomization's folder → every file of the repository that building it may read."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from argowave.finding import Finding
from argowave.regular import read_regular
from argowave.sources.detection import KUSTOMIZATION_NAMES
from argowave.sources.kustomize.references import (
    inflates_charts,
    is_remote,
    is_remote_file,
    plugin_references,
    references_of,
)
from argowave.validate.pointer import show_pointer
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Iterable

    from argowave.sources.kustomize.references import Reference
    from argowave.yamlio import Document

MOST_FILES = 10_000  # that one kustomization may lead to
MOST_BYTES = 100_000_000
_SUFFIXES = (".yaml", ".yml")


@dataclass(slots=True)
class Closure:
    """What one kustomization leads to."""

    files: dict[str, None] = field(default_factory=dict)  # paths relative to the repository
    links: dict[str, str] = field(default_factory=dict)  # symbolic links, and where each leads
    remotes: dict[str, None] = field(default_factory=dict)  # what is not in this repository
    inflated: dict[str, None] = field(default_factory=dict)  # kustomizations that call Helm
    findings: list[Finding] = field(default_factory=list)
    pieces: dict[str, list[Document]] = field(default_factory=dict)  # YAML files that take part


def find_closure(repository: Path, folder: Path, extra: Iterable[str] = ()) -> Closure:
    """Return everything that building the kustomization in `folder` reads.

    Args:
        repository: absolute; nothing outside it belongs to the closure.
        folder: where the build starts.
        extra: further components, relative to `folder`, as an Application adds them.
    """
    search = _Search(repository)
    start = os.path.normpath(f"{search.root}/{os.path.relpath(folder, repository)}")
    search.visit(start)
    for path in extra:
        search.add(start, path)
    return search.closure


def kustomization_of(folder: str | Path) -> str | None:
    """Return the path of a folder's kustomization, None where there is none."""
    paths = (os.path.join(folder, name) for name in KUSTOMIZATION_NAMES)  # noqa: PTH118 (many)
    return next((path for path in paths if os.path.isfile(path)), None)  # noqa: PTH113 (many)


class _LeavesError(ValueError):
    """A path leads out of the repository."""


class _Search:
    def __init__(self, repository: Path) -> None:
        self.root = os.path.realpath(repository)
        self._visited: set[str] = set()
        self._bytes = 0
        self.closure = Closure()

    def visit(self, folder: str) -> None:
        """Take in a kustomization and what it leads to."""
        try:
            real = self._resolve(folder)
        except _LeavesError:
            return  # whoever led here has said so
        if real in self._visited:
            return
        self._visited.add(real)
        for name in KUSTOMIZATION_NAMES:
            path = f"{real}/{name}"
            if os.path.lexists(path):
                self._take(path)
                self._kustomization(real, path)

    def add(self, folder: str, path: str) -> None:
        """Take in one path that an Application adds; what is wrong with it has no line."""
        try:
            if is_remote_file(path) or (
                self.follow(folder, path, leads_on=True) is None and is_remote(path)
            ):
                self.closure.remotes[path] = None
        except _LeavesError:
            message = f"the component {path} leaves the repository"
            self.closure.findings.append(Finding("", None, "", "", message, "kustomize"))

    def follow(self, folder: str, path: str, *, leads_on: bool) -> str | None:
        """Take in one path that is relative to `folder`; return it, None where it is not there.

        Raises:
            _LeavesError: it leads out of the repository.
        """
        if "\0" in path:
            return None  # no file has such a name
        target = self._resolve(os.path.join(folder, path))  # noqa: PTH118 (an absolute path wins)
        if Path(target).is_file():
            self._take(target)
        elif Path(target).is_dir():
            if leads_on and kustomization_of(target):
                self.visit(target)
            else:
                self._take_folder(target)
        else:
            return None
        return target

    def _kustomization(self, folder: str, path: str) -> None:
        for document in self._read(path):
            body = document.body
            if isinstance(body, dict):
                if inflates_charts(body):
                    self.closure.inflated[document.source] = None
                self._references(folder, document, references_of(body))

    def _references(self, folder: str, document: Document, references: Iterable[Reference]) -> None:
        for reference in references:
            if is_remote_file(reference.path):
                self.closure.remotes[reference.path] = None
                continue
            try:
                target = self.follow(folder, reference.path, leads_on=reference.leads_on)
            except _LeavesError:
                self._complain(document, reference, f"{reference.path} leaves the repository")
                continue
            if target is None and reference.leads_on and is_remote(reference.path):
                self.closure.remotes[reference.path] = None
            elif target is None and reference.needed:
                self._complain(document, reference, f"{reference.path} does not exist")
            elif target is not None and Path(target).is_file():
                if reference.is_plugin:
                    self._plugins(folder, target)
                elif reference.is_manifest and target.endswith(_SUFFIXES):
                    self._read(target)

    def _plugins(self, folder: str, path: str) -> None:
        for document in self._read(path):
            if isinstance(document.body, dict):
                if inflates_charts(document.body):
                    self.closure.inflated[document.source] = None
                for reference in plugin_references(document.body):
                    try:
                        self.follow(folder, reference.path, leads_on=False)
                    except _LeavesError:
                        continue  # it may be no path at all; kustomize is not given the file

    def _read(self, path: str) -> list[Document]:
        shown = self._shown(path)
        if shown in self.closure.pieces:
            return []
        documents = self.closure.pieces[shown] = []
        for document in read_documents(Path(path).read_bytes(), shown):
            if isinstance(document, YamlFault):
                self.closure.findings.append(
                    Finding(shown, document.line, "", "", document.message, "yaml")
                )
            elif document.body is not None:
                documents.append(document)
        return documents

    def _complain(self, document: Document, reference: Reference, message: str) -> None:
        line = document.line_of(reference.pointer)
        pointer = show_pointer(reference.pointer)
        self.closure.findings.append(
            Finding(document.source, line, "", pointer, message, "kustomize")
        )

    def _take_folder(self, folder: str) -> None:
        for path, folders, names in os.walk(folder):
            folders.sort()
            for name in sorted(names):
                try:
                    target = self._resolve(f"{path}/{name}")
                except _LeavesError:
                    continue
                if Path(target).is_file():
                    self._take(target)

    def _take(self, path: str) -> None:
        shown = self._shown(self._resolve(path))
        if shown not in self.closure.files:
            self._bytes += os.path.getsize(path)  # noqa: PTH202 (many)
            if len(self.closure.files) >= MOST_FILES or self._bytes > MOST_BYTES:
                message = f"it leads to more than {MOST_FILES} files or {MOST_BYTES} bytes"
                raise TooLargeError(message)
            self.closure.files[shown] = None

    def _resolve(self, path: str) -> str:
        """Return a path with all links followed, and note those on the way.

        Raises:
            _LeavesError: it, or a link on the way, leads out of the repository.
        """
        lexical = os.path.normpath(path)
        self._require_inside(lexical)
        here = self.root
        for part in self._shown(lexical).split("/"):
            here = f"{here}/{part}" if part != "." else here
            if os.path.islink(here):  # noqa: PTH114 (many)
                target = os.path.realpath(here)
                self._require_inside(target)
                self.closure.links[self._shown(here)] = self._shown(target)
                here = target
        self._require_inside(here)
        return here

    def _require_inside(self, path: str) -> None:
        if path != self.root and not path.startswith(f"{self.root}/"):
            raise _LeavesError(path)

    def _shown(self, path: str) -> str:
        return os.path.relpath(path, self.root)


class TooLargeError(ValueError):
    """A kustomization leads to more than anybody would build."""


def read_pieces(closure: Closure, repository: Path, folder: Path) -> list[Any]:
    """Return the documents of the YAML files of `folder` itself, read but not built."""
    shown = folder.relative_to(repository).as_posix()
    pieces = []
    for path in sorted(folder.iterdir()):
        if path.suffix not in _SUFFIXES or not path.is_file():
            continue
        name = path.name if shown == "." else f"{shown}/{path.name}"
        for document in read_documents(read_regular(path), name):
            if not isinstance(document, YamlFault):
                if document.body is not None:
                    pieces.append(document)
            elif name not in closure.pieces:
                closure.findings.append(
                    Finding(name, document.line, "", "", document.message, "yaml")
                )
    return pieces
