"""A kustomization's folder → its closure: every path and URL that it names is followed."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from argowave.files.regular import read_regular
from argowave.files.slashes import normpath, realpath, relpath
from argowave.finding import Finding
from argowave.git.ignored import COMMIT
from argowave.sources.detection import KUSTOMIZATION_NAMES
from argowave.sources.empty_submodule import not_checked_out
from argowave.sources.fetch.repository_url import repository_in
from argowave.sources.fetch.wanted import FetchError, Kind, named
from argowave.sources.kustomize.closure import SUFFIXES, Closure, kustomization_of
from argowave.sources.kustomize.generated_settings import generated_settings, settings_of
from argowave.sources.kustomize.references import (
    inflates_charts,
    is_remote_file,
    plugin_references,
    references_of,
)
from argowave.sources.kustomize.remotes import RemoteFile, pulled_charts
from argowave.sources.kustomize.root import LeavesError, Root
from argowave.sources.near_path import meant_path
from argowave.validate.pointer import show_pointer
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Iterable

    from argowave.sources.kustomize.references import Reference
    from argowave.sources.kustomize.remotes import Remotes
    from argowave.yamlio import Document

_FETCHED = ".fetched-by-argowave"  # a folder and the beginning of files in the copy
_NETWORK = "from the network: {}"
_NOT_TAKEN = "from the network: kustomize itself takes none of additionalValuesFiles from there"
_NOT_REPLACED = "from the network: kustomize cannot be told where it is instead"


def find_closure(
    repository: Path,
    folder: Path,
    remotes: Remotes,
    extra: Iterable[str] = (),
    *,
    ignored: frozenset[str] = frozenset(),
) -> Closure:
    """Return everything that building the kustomization in `folder` reads.

    Args:
        repository: absolute; of this machine, nothing else belongs to the closure but what was
            fetched.
        folder: where the build starts.
        remotes: what was fetched.
        extra: further components, relative to `folder`, as an Application adds them.
        ignored: what git ignores, relative to `repository`; Argo CD does not have it.

    Raises:
        TooLargeError: it is more than anybody would build.
    """
    search = _Search(Root(realpath(repository), ignored=ignored), remotes, Closure(), set())
    start = normpath(f"{search.root.folder}/{relpath(folder, repository)}")
    search.visit(start)
    for number, path in enumerate(extra):
        search.add(start, path, f"$.kustomize.components[{number}]")
    return search.closure


@dataclass(frozen=True, slots=True)
class _Search:
    root: Root
    remotes: Remotes
    closure: Closure
    visited: set[str]

    def visit(self, folder: str) -> None:
        """Take in a kustomization and what it leads to."""
        try:
            real = self._resolve(folder)
        except LeavesError:
            return  # whoever led here has said so
        if real in self.visited:
            return
        self.visited.add(real)
        for name in KUSTOMIZATION_NAMES:
            path = f"{real}/{name}"
            if os.path.lexists(path):
                self._take(path)
                self._kustomization(real, path)

    def add(self, folder: str, path: str, pointer: str) -> None:
        """Take in one component that an Application adds; the pointer leads to it there."""
        try:
            if repository_in(path):
                if instead := self._elsewhere(folder, path, Kind.COMPONENT):
                    self.closure.components[path] = instead
            else:
                self.follow(folder, path, leads_on=True)
        except LeavesError:
            message = f"the component {path} leaves the repository"
            self.closure.findings.append(Finding("", None, "", pointer, message, "kustomize"))

    def follow(self, folder: str, path: str, *, leads_on: bool) -> str | None:
        """Take in one path that is relative to `folder`; return it, None where it is not there.

        Raises:
            LeavesError: it leads out of the repository.
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
                    self._charts(folder, body)
                for reference in references_of(body):
                    self._reference(folder, path, document, reference)

    def _reference(self, folder: str, path: str, document: Document, reference: Reference) -> None:
        """Take in what one path of a kustomization leads to.

        kustomize tries a URL by HTTP as a file first, then a file, a repository, a folder.
        """
        if "additionalValuesFiles" in reference.pointer and is_remote_file(reference.path):
            self.closure.remotes[named(reference.path)] = _NOT_TAKEN
            return
        try:
            if kind := self._kind(folder, reference):
                if instead := self._elsewhere(folder, reference.path, kind):
                    changes = self.closure.replaced.setdefault(self.root.place_of(path), [])
                    changes.append((reference.pointer, f"{reference.key}{instead}"))
                return
            target = self.follow(folder, reference.path, leads_on=reference.leads_on)
        except LeavesError:
            self._complain(document, reference, f"{reference.path} leaves the repository")
            return
        if target is None:
            path_here = os.path.join(folder, reference.path)  # noqa: PTH118 (as in follow)
            missing = "" if self.root.label else not_checked_out(Path(self.root.folder), path_here)
            if missing:
                self.closure.remotes[reference.path] = f"from {missing}"
            elif reference.needed:
                near = meant_path(Path(folder), reference.path)
                self._complain(document, reference, f"{reference.path} does not exist{near}")
        elif reference.needed and self.root.is_ignored(target):
            message = f"git ignores {reference.path}, so Argo CD does not have it; {COMMIT}"
            self._complain(document, reference, message)
        elif Path(target).is_file():
            self._file(folder, document, reference, target)

    def _file(self, folder: str, document: Document, reference: Reference, target: str) -> None:
        if self.root.place and not target.startswith(f"{folder}/"):
            what = "is not below the kustomization's folder, as a remote one's files have to be"
            self._complain(document, reference, f"{reference.path} {what}")
        if made := generated_settings(document.body, reference):
            self._text_of_settings(made, target)
        elif reference.is_plugin:
            self._plugins(folder, target)
        elif reference.is_manifest and target.endswith(SUFFIXES):
            self._read(target)

    def _kind(self, folder: str, reference: Reference) -> Kind | None:
        """Return how a path is fetched, None where it is one of this tree.

        Raises:
            LeavesError: as follow.
        """
        path = reference.path
        if not reference.leads_on:
            return Kind.FILE if is_remote_file(path) else None
        if repository_in(path) is None:
            return Kind.RESOURCE if is_remote_file(path) and not reference.is_component else None
        if reference.is_component:
            return Kind.COMPONENT
        if not is_remote_file(path) and "\0" not in path:
            target = self._resolve(os.path.join(folder, path))  # noqa: PTH118 (as in follow)
            if Path(target).is_file():
                return None
        return Kind.RESOURCE

    def _elsewhere(self, folder: str, stated: str, kind: Kind) -> str | None:
        """Take in what is fetched for a URL, and return its path in the copy from `folder`."""
        try:
            found = self.remotes.find(stated, kind)
        except FetchError as error:
            self.closure.remotes[named(stated)] = _NETWORK.format(error)
            return None
        here = self.root.place_of(folder)
        if isinstance(found, RemoteFile):
            name = f"{_FETCHED}-{found.sha256[:16]}.yaml"
            place = normpath(f"{here}/{name}")
            self.closure.labels[place] = found.label
            self.closure.take(place, str(found.path))
            if kind is Kind.RESOURCE:
                self._read_as(str(found.path), found.label)
            return name
        root = Root(realpath(found.tree), f"{_FETCHED}/{found.sha256[:16]}/", found.label)
        self.closure.labels[root.place] = found.label
        there = _Search(root, self.remotes, self.closure, self.visited)
        target = normpath(f"{root.folder}/{found.path}")
        if not kustomization_of(target):
            message = f"it holds no kustomization in {found.path or 'its folder'}"
            self.closure.remotes[named(stated)] = _NETWORK.format(message)
            return None
        there.visit(target)
        return relpath(f"{root.place}{found.path}", here)

    def _charts(self, folder: str, body: dict[str, object]) -> None:
        """Take in the charts that helm would pull, where kustomize looks for them first."""
        for chart in pulled_charts(body) if self.remotes.inflates else ():
            path = normpath(f"{folder}/{chart.place}")
            if Path(path).is_dir() or not path.startswith(f"{self.root.folder}/"):
                continue
            try:
                self.closure.take_folder(self.root.place_of(path), self.remotes.find_chart(chart))
            except FetchError as error:
                self.closure.remotes[str(chart.wanted)] = _NETWORK.format(error)

    def _plugins(self, folder: str, path: str) -> None:
        for document in self._read(path):
            if isinstance(document.body, dict):
                if inflates_charts(document.body):
                    self.closure.inflated[document.source] = None
                for reference in plugin_references(document.body):
                    if is_remote_file(reference.path):
                        self.closure.remotes[named(reference.path)] = _NOT_REPLACED
                        continue
                    try:
                        self.follow(folder, reference.path, leads_on=False)
                    except LeavesError:
                        continue  # it may be no path at all; kustomize is not given the file

    def _read(self, path: str) -> list[Document]:
        return self._read_as(path, self.root.shown(path))

    def _read_as(self, path: str, shown: str) -> list[Document]:
        if shown in self.closure.pieces:
            return []
        documents = self.closure.pieces[shown] = []
        for document in read_documents(Path(path).read_bytes(), shown):
            if isinstance(document, YamlFault):
                found = Finding(shown, document.line, "", "", document.message, "yaml")
                self.closure.findings.append(found)
            elif document.body is not None:
                documents.append(document)
        return documents

    def _text_of_settings(self, key: str, path: str) -> None:
        """Take in a file that a generator makes one key of Argo CD's own settings of."""
        shown = self.root.shown(path)
        with suppress(OSError, UnicodeDecodeError):  # kustomize says so, or keeps it as binary
            said = read_regular(path).decode()
            self.closure.pieces.setdefault(shown, []).append(settings_of(key, said, shown))

    def _complain(self, document: Document, reference: Reference, message: str) -> None:
        line = document.line_of(reference.pointer)
        pointer = show_pointer(reference.pointer)
        found = Finding(document.source, line, "", pointer, message, "kustomize")
        self.closure.findings.append(found)

    def _take_folder(self, folder: str) -> None:
        for path, folders, names in os.walk(folder):
            folders.sort()
            for name in sorted(names):
                try:
                    target = self._resolve(f"{path}/{name}")
                except LeavesError:
                    continue
                if Path(target).is_file():
                    self._take(target)

    def _take(self, path: str) -> None:
        real = self._resolve(path)
        self.closure.take(self.root.place_of(real), real)

    def _resolve(self, path: str) -> str:
        return self.root.resolve(path, self.closure.links)
