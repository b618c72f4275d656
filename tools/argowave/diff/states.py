"""Two states of one environment → their trees, without what is the same in both.

A source that is the same on both sides, its request, its folder and its value files byte for
byte, gives the same manifests, so it need not be rendered. Only where Applications may be among
them it is: what is below them has to be found.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from argowave.sources.request import Generated

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from argowave.sources.request import ManifestRequest
    from argowave.tree import Tree

    Generate = Callable[[Sequence[ManifestRequest]], list[Generated]]
    Load = Callable[[Generate], Tree]

_NOTHING: Final = Generated()
_WORDS: Final = (b"Application", b"argoproj.io")  # what a source that holds Applications says


@dataclass(frozen=True, slots=True)
class State:
    """One state of an environment."""

    load: Load  # gives the tree, with what generates manifests
    provide: Callable[[str], None]  # makes sure that a file or folder of the repository is there


def load_both(before: State, after: State, generate: Generate) -> tuple[Tree, Tree]:
    """Return both trees; an Application that is the same in both has no manifests.

    Args:
        before: the former state.
        after: the present one.
        generate: really generates manifests.
    """
    memory: dict[str, Generated] = {}
    states = (before, after)
    sides = [_Side(generate, memory, state.provide) for state in states]
    for side, state in zip(sides, states, strict=True):
        state.load(side.survey)
    same = sides[0].leaves & sides[1].leaves
    first, second = (
        state.load(replace(side, same=same).generate)
        for side, state in zip(sides, states, strict=True)
    )
    return first, second


@dataclass(slots=True)
class _Side:
    """One side: what its sources say, and which of them lead to no further Application."""

    really: Generate
    memory: dict[str, Generated]  # signature → what it gave
    provide: Callable[[str], None]
    leaves: set[str] = field(default_factory=set)
    same: set[str] = field(default_factory=set)

    def survey(self, requests: Sequence[ManifestRequest]) -> list[Generated]:
        """Generate only what may hold Applications, and note the rest."""
        leaves = {mark for mark, is_leaf in map(self._signature, requests) if is_leaf}
        self.leaves |= leaves
        return self._generate(requests, leaves)

    def generate(self, requests: Sequence[ManifestRequest]) -> list[Generated]:
        """Generate everything that is not the same on the other side."""
        return self._generate(requests, self.same)

    def _generate(self, requests: Sequence[ManifestRequest], left_out: set[str]) -> list[Generated]:
        marks = [self._signature(request)[0] for request in requests]
        missing = {
            mark: request
            for mark, request in zip(marks, requests, strict=True)
            if mark not in left_out and mark not in self.memory
        }
        answers = self.really(list(missing.values())) if missing else []
        self.memory.update(zip(missing, answers, strict=True))
        return [_NOTHING if mark in left_out else self.memory[mark] for mark in marks]

    def _signature(self, request: ManifestRequest) -> tuple[str, bool]:
        """Return a digest of all that a request's manifests depend on, and whether it is a leaf."""
        digest = hashlib.sha256(repr(replace(request, repository=Path())).encode())
        digest.update(repr(request.source.stated).encode())
        is_leaf = bool(request.source.chart) or not request.local
        if not is_leaf:
            is_leaf = _read(request, digest.update, self.provide)
        return digest.hexdigest(), is_leaf


def _read(
    request: ManifestRequest, update: Callable[[bytes], None], provide: Callable[[str], None]
) -> bool:
    """Feed every file that a local source can read, and tell whether no Application is in it."""
    is_leaf = not any(word.decode() in repr(request.source.stated.get("helm")) for word in _WORDS)
    provide(request.source.path.strip("/"))
    for folder in _folders(request):
        if folder.is_relative_to(request.repository):
            provide(folder.relative_to(request.repository).as_posix())
        for path in _files(folder):
            try:
                with open(path, "rb") as handle:  # noqa: PTH123 (thousands of files)
                    data = handle.read()
            except OSError:
                data = b""  # the tree says what is wrong with it
            update(os.path.relpath(path, request.repository).encode() + b"\0" + data + b"\0")
            is_leaf = is_leaf and not any(word in data for word in _WORDS)
    return is_leaf


def _folders(request: ManifestRequest) -> list[Path]:
    """Return the source's folder, and those of value files outside it."""
    folder = request.repository / request.source.path
    found = [folder]
    named = (*request.source.helm.value_files, *(p for _, p in request.source.helm.file_parameters))
    for name in named:
        if name.startswith("$"):
            return [request.repository]  # from another source, which may be any folder of this one
        start = request.repository if name.startswith("/") else folder
        outside = Path(os.path.normpath(f"{start}/{name}"))
        while "*" in str(outside) or "?" in str(outside) or "[" in str(outside):
            outside = outside.parent
        if not outside.is_relative_to(folder):
            found.append(outside)
    links = any(path.is_symlink() for path in _files(folder))
    return [request.repository] if links else found


def _files(folder: Path) -> list[Path]:
    if folder.is_file():
        return [folder]
    found = []
    for above, folders, names in os.walk(folder):
        folders[:] = sorted(each for each in folders if each != ".git")
        found += [Path(above, name) for name in sorted(names)]
    return found
