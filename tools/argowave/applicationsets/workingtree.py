"""The repository's folders and files, as Argo CD's repo-server lists them for generators."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from argowave.files.regular import read_regular
from argowave.git.ignored import UNKNOWN, ask_ignored
from argowave.sources.boundary import is_inside
from argowave.sources.request import NotChecked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from argowave.git.ignored import Ignored

_GIT: Final = ".git"


@dataclass(frozen=True)
class WorkingTree:
    """What stands in a repository's folder.

    What git ignores is left out: no checkout has it.
    """

    root: Path  # absolute
    provide: Callable[[], object] = field(default=lambda: None)  # called before the first look

    @cached_property
    def folders(self) -> tuple[str, ...]:
        """Every folder, each before what is in it, but for hidden ones (GetGitDirectories)."""
        self.provide()
        return tuple(_folders(str(self.root), "", self.ignored))

    @cached_property
    def files(self) -> tuple[str, ...]:
        """Every file and link in the order of its path, hidden ones too.

        Source: LsFiles in util/git/client.go of Argo CD 3.5, `git ls-files`: it names links and
        does not follow them, and names nothing of a repository in the repository, a submodule.
        """
        self.provide()
        return tuple(sorted(_files(str(self.root), "", self.ignored)))

    @cached_property
    def ignored(self) -> frozenset[str]:
        """What git ignores and does not have."""
        return self._said.paths

    @property
    def not_told(self) -> tuple[NotChecked, ...]:
        """That git could not tell what it ignores, where that matters."""
        why = f"{self._said.unknown}, so every file counts as committed"
        return (NotChecked(UNKNOWN, why),) if self._said.unknown else ()

    @cached_property
    def _said(self) -> Ignored:
        """What git answers; it is asked once."""
        return ask_ignored(self.root)

    def read(self, path: str) -> bytes:
        """Return a file's content; links are followed where they stay in the folder.

        Raises:
            OSError: it cannot be read.
        """
        if not is_inside(self.root, self.root / path):
            raise OSError(errno.EXDEV, "a symbolic link in it leaves the repository", path)
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
    entries = _entries(folder)
    if shown and any(entry.name == _GIT for entry in entries):
        return  # another repository
    for entry in entries:
        path = f"{shown}/{entry.name}" if shown else entry.name
        if path in ignored or entry.name == _GIT:
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files(entry.path, path, ignored)
        elif entry.is_file(follow_symlinks=False) or entry.is_symlink():
            yield path


def _entries(folder: str) -> list[os.DirEntry[str]]:
    """Return what is in a folder; one that may not be read counts as empty."""
    with suppress(OSError), os.scandir(folder) as entries:
        return list(entries)
    return []
