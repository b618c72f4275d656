"""The repository's folders and files, as Argo CD's repo-server lists them for generators."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from argowave.ignored import ignored_paths, tracked_paths
from argowave.regular import read_regular

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@dataclass(frozen=True)
class WorkingTree:
    """What stands in a repository's folder.

    What git ignores is left out: no checkout has it.
    """

    root: Path  # absolute
    provide: Callable[[], object] = field(default=lambda: None)  # called before the first look
    is_checkout: bool = False  # nothing else is there than what git has at one revision

    @cached_property
    def folders(self) -> tuple[str, ...]:
        """Every folder, each before what is in it, but for hidden ones (GetGitDirectories)."""
        self.provide()
        return tuple(_folders(str(self.root), "", self.ignored))

    @cached_property
    def files(self) -> tuple[str, ...]:
        """Every file in the order of its path, but for links and for hidden folders at the top."""
        self.provide()
        return tuple(sorted(_files(str(self.root), "", self.ignored)))

    @cached_property
    def hidden(self) -> tuple[str, ...]:
        """The files in hidden folders at the top, but for links: those that git tracks.

        `git ls-files`, which Argo CD asks, has them too. What else is in such folders are mostly
        caches and environments, of which every checkout has its own.
        """
        self.provide()
        names = _entries(str(self.root))
        folders = [each.name for each in names if each.is_dir(follow_symlinks=False)]
        tops = [name for name in folders if name.startswith(".") and name != ".git"]
        if not tops:
            return ()
        if self.is_checkout:
            found = [
                path for top in tops for path in _files(f"{self.root}/{top}", top, frozenset())
            ]
        else:
            found = [
                path
                for path in tracked_paths(self.root, tops)
                if (self.root / path).is_file() and not (self.root / path).is_symlink()
            ]
        return tuple(sorted(found))

    @cached_property
    def ignored(self) -> frozenset[str]:
        """What git ignores and does not have; git is asked once."""
        return ignored_paths(self.root)

    def read(self, path: str) -> bytes:
        """Return a file's content.

        Raises:
            OSError: it cannot be read.
        """
        return read_regular(self.root / path)


def _folders(folder: str, shown: str, ignored: frozenset[str]) -> Iterator[str]:
    names = [
        entry.name
        for entry in _entries(folder)
        if entry.is_dir(follow_symlinks=False) and not entry.name.startswith(".")
    ]
    for name in sorted(names):
        path = f"{shown}/{name}" if shown else name
        if path not in ignored:
            yield path
            yield from _folders(f"{folder}/{name}", path, ignored)


def _files(folder: str, shown: str, ignored: frozenset[str]) -> Iterator[str]:
    for entry in _entries(folder):
        path = f"{shown}/{entry.name}" if shown else entry.name
        if path in ignored:
            continue
        if entry.is_dir(follow_symlinks=False):
            if shown or not entry.name.startswith("."):
                yield from _files(entry.path, path, ignored)
        elif entry.is_file(follow_symlinks=False):
            yield path


def _entries(folder: str) -> list[os.DirEntry[str]]:
    """Return what is in a folder; one that may not be read counts as empty."""
    with suppress(OSError), os.scandir(folder) as entries:
        return list(entries)
    return []
