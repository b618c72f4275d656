"""A commit of a repository → its files in a folder, those of its submodules among them."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from argowave.sources.fetch.submodules import (
    DEEPEST,
    MOST,
    absolute_url,
    gitlinks,
    is_fetched,
    read_modules,
)
from argowave.sources.fetch.wanted import FetchError, shown

if TYPE_CHECKING:
    from pathlib import Path

    from argowave.sources.fetch.git import GitRepository
    from argowave.sources.fetch.submodules import Submodule

_PATIENCE: Final = 4  # how often the time for one repository is given to all of a source


def check_out(repository: GitRepository, commit: str, folder: Path, *, submodules: bool) -> None:
    """Write the files of a commit to `folder`; LFS content is not among them.

    Args:
        repository: where the commit is.
        commit: all of it.
        folder: is made, in a folder that has nothing else.
        submodules: whether their files belong to it.

    Raises:
        FetchError: the commit or a submodule cannot be fetched, or they are larger than the limits.
    """
    end = time.monotonic() + _PATIENCE * repository.limits.seconds
    _Checkout(folder.parent, submodules).write(replace(repository, end=end), commit, folder, 0)


@dataclass(slots=True)
class _Checkout:
    """What belongs to one source, and what it has come to so far."""

    workspace: Path  # beside the files
    submodules: bool
    repositories: int = 0
    files: int = 0
    bytes: int = 0

    def write(self, repository: GitRepository, commit: str, folder: Path, depth: int) -> None:
        bare = self.workspace / f"git-{self.repositories}"
        self.repositories += 1
        entries = repository.download(commit, bare)
        self._measure(repository, entries)
        repository.write(commit, bare, folder)
        links = gitlinks(entries) if self.submodules else {}
        if not links:
            return
        has = any(entry.endswith("\t.gitmodules") for entry in entries)
        modules = read_modules(repository.modules(commit, bare) if has else "")
        for path, revision in links.items():
            module = modules.get(path)
            if module is not None and module.skipped:
                continue
            if why := self._refusal(repository, module, folder, path, depth):
                message = f"{shown(repository.url)} has the submodule {path}, {why}"
                raise FetchError(message)
            url = absolute_url(repository.url, module.url if module else "")
            self._add(replace(repository, url=url), revision, folder / path, depth)

    def _add(self, repository: GitRepository, commit: str, folder: Path, depth: int) -> None:
        if folder.is_dir():
            folder.rmdir()
        folder.parent.mkdir(parents=True, exist_ok=True)
        try:
            self.write(repository, commit, folder, depth + 1)
        except FetchError as error:
            message = f"a submodule: {error}" if depth == 0 else str(error)
            raise FetchError(message) from error

    def _refusal(
        self,
        repository: GitRepository,
        module: Submodule | None,
        folder: Path,
        path: str,
        depth: int,
    ) -> str:
        if module is None or not module.url:
            return "which .gitmodules gives no URL"
        url = absolute_url(repository.url, module.url)
        if not is_fetched(url):
            return f"whose URL {shown(url)} is not one to fetch from"
        if self.repositories > MOST or depth >= DEEPEST:
            return f"which is one of more than {MOST}, or more than {DEEPEST} deep"
        if os.path.realpath(folder / path) != f"{os.path.realpath(folder)}/{path}":
            return "which leads out of it"
        return ""

    def _measure(self, repository: GitRepository, entries: list[str]) -> None:
        limits = repository.limits
        sizes = [entry.split(None, 4)[3] for entry in entries]
        self.files += len(sizes)
        self.bytes += sum(int(size) for size in sizes if size.isdecimal())
        if self.files > limits.tree_files or self.bytes > limits.tree_bytes:
            message = f"{shown(repository.url)} has {self.files} files with {self.bytes} bytes, "
            message += f"which is more than {limits.tree_files} files or {limits.tree_bytes} bytes"
            raise FetchError(message)
        if any(entry.count("/") > limits.tree_depth for entry in entries):
            message = (
                f"{shown(repository.url)} has more than {limits.tree_depth} folders in each other"
            )
            raise FetchError(message)
