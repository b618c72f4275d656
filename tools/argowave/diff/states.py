"""Two states of one environment → their trees, without what is the same in both.

A source that is the same on both sides, its request, its folder and its value files byte for
byte, gives the same manifests, so it need not be rendered. Only where Applications may be among
them it is: what is below them has to be found.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from argowave.files.regular import read_regular
from argowave.sources.detection import KUSTOMIZATION_NAMES
from argowave.sources.fetch.wanted import wanted_of
from argowave.sources.request import Generated

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from argowave.revisions.files import Files
    from argowave.sources.request import ManifestRequest
    from argowave.tree import Tree

    Generate = Callable[[Sequence[ManifestRequest]], list[Generated]]
    Load = Callable[[Generate], Tree]

_NOTHING: Final = Generated()
_GLOB: Final = re.compile(r"(?<![^/])[^/]*[*?\[{]")  # a name with a pattern in it, and what follows
# what a source that holds Applications says; annotations such as argocd.argoproj.io/hook do not
_WORDS: Final = re.compile(rb"Application|(?<!argocd\.)argoproj\.io")


@dataclass(frozen=True, slots=True)
class State:
    """One state of an environment."""

    load: Load  # gives the tree, with what generates manifests
    files: Files


def load_both(before: State, after: State, generate: Generate) -> tuple[Tree, Tree]:
    """Return both trees; an Application that is the same in both has no manifests.

    Args:
        before: the former state.
        after: the present one.
        generate: really generates manifests.
    """
    memory = _Memory(generate)
    present, former = _Side(memory, after.files), _Side(memory, before.files)
    after.load(present.survey)
    before.load(former.survey)
    same = present.leaves & former.leaves
    return before.load(former.without(same)), after.load(present.without(same))


def surveying(files: Files, generate: Generate) -> Generate:
    """Return what generates only what may hold Applications."""
    return _Side(_Memory(generate), files).survey


def providing(files: Files, generate: Generate) -> Generate:
    """Return what generates manifests after it has asked `files` for what that needs."""

    def provided(requests: Sequence[ManifestRequest]) -> list[Generated]:
        files.provide(path for request in requests for path in _paths(request, files))
        return generate(requests)

    return provided


@dataclass(slots=True)
class _Memory:
    """What both sides know of a source, by its signature."""

    really: Generate
    answers: dict[str, Generated] = field(default_factory=dict)
    is_leaf: dict[str, bool] = field(default_factory=dict)  # no Application is in it


@dataclass(slots=True)
class _Side:
    """One side: what its sources say, and which of them lead to no further Application."""

    memory: _Memory
    files: Files
    leaves: set[str] = field(default_factory=set)
    signatures: dict[str, str] = field(default_factory=dict)  # a request in words → its signature

    def survey(self, requests: Sequence[ManifestRequest]) -> list[Generated]:
        """Generate only what may hold Applications, and note the rest."""
        marks = self._marks(requests)
        known = self.memory.is_leaf
        new = [(m, r) for m, r in zip(marks, requests, strict=True) if m not in known]
        self.files.provide(path for _, request in new for path in _paths(request, self.files))
        known.update((mark, _is_leaf(request, self.files)) for mark, request in new)
        leaves = {mark for mark in marks if known[mark]}
        self.leaves |= leaves
        return self._generate(requests, leaves)

    def without(self, same: set[str]) -> Generate:
        """Return what generates everything but the sources that are the same on both sides."""
        return lambda requests: self._generate(requests, same)

    def _generate(self, requests: Sequence[ManifestRequest], left_out: set[str]) -> list[Generated]:
        marks = self._marks(requests)
        answers = self.memory.answers
        missing = {
            mark: request
            for mark, request in zip(marks, requests, strict=True)
            if mark not in left_out and mark not in answers
        }
        if missing:
            needed = [path for each in missing.values() for path in _paths(each, self.files)]
            self.files.provide(needed)
            given = self.memory.really(list(missing.values()))
            answers.update(zip(missing, given, strict=True))
        return [_NOTHING if mark in left_out else answers[mark] for mark in marks]

    def _marks(self, requests: Sequence[ManifestRequest]) -> list[str]:
        return [self._signature(request) for request in requests]

    def _signature(self, request: ManifestRequest) -> str:
        """Return a digest of all that a request's manifests depend on."""
        locked = request.charts.lock.find(wanted_of(request.source))
        there = hash(request.api_versions)  # as a text it is long, and the same for all
        words = repr((replace(request, repository=Path()), request.source.stated, locked, there))
        found = self.signatures.get(words)
        if found is None:
            digest = hashlib.sha256(words.encode())
            for path in _paths(request, self.files):
                for entry in self.files.entries(path):
                    digest.update(repr(entry).encode())
            found = self.signatures[words] = digest.hexdigest()
        return found


def _is_leaf(request: ManifestRequest, files: Files) -> bool:
    if _WORDS.search(repr(request.source.stated.get("helm")).encode()):
        return False
    for path in _paths(request, files):
        for entry in files.entries(path):
            try:
                data = read_regular(request.repository / entry.path)
            except OSError:
                continue  # the tree says what is wrong with it
            if _WORDS.search(data):
                return False
    return True


def _paths(request: ManifestRequest, files: Files) -> list[str]:
    """Return the source's folder and the value files outside it; [""] where it may be anything."""
    source = request.source
    if source.chart or not request.local or (request.pinned and request.pinned.root):
        return []
    folder = _inside(source.path)
    found = [folder]
    if _reaches_out(request, folder, files):
        return [""]
    for name in (*source.helm.value_files, *(path for _, path in source.helm.file_parameters)):
        if name.startswith("$"):
            return [""]  # from another source, which may be any folder of this repository
        start = "" if name.startswith("/") else folder
        outside = _inside(_GLOB.split(f"{start}/{name}")[0])
        if outside != folder and not outside.startswith(f"{folder}/"):
            found.append(outside)
    if any(entry.is_link for path in found for entry in files.entries(path)):
        return [""]
    return found


def _reaches_out(request: ManifestRequest, folder: str, files: Files) -> bool:
    """Tell whether a kustomization or Jsonnet may lead to files outside the source's folder."""
    if any(".." in component for component in request.source.kustomize.components):
        return True
    names = [entry.path for entry in files.entries(folder)]
    if request.source.directory.jsonnet.libs and any(map(_is_jsonnet, names)):
        return True
    named = [
        name
        for name in names
        if name.rpartition("/")[2] in KUSTOMIZATION_NAMES or _is_jsonnet(name)
    ]
    files.provide(named)
    return any(b".." in _content(request.repository / name) for name in named)


def _is_jsonnet(name: str) -> bool:
    return name.endswith((".jsonnet", ".libsonnet"))


def _content(path: Path) -> bytes:
    try:
        return read_regular(path)
    except OSError:
        return b""  # the tree says what is wrong with it


def _inside(path: str) -> str:
    """Return a path relative to the repository; what would leave it is cut off at its top."""
    return posixpath.normpath(f"/{path}").strip("/")
