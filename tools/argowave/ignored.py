"""What git ignores in a repository, which no checkout of Argo CD has."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from argowave.git import ask_git, top_of

if TYPE_CHECKING:
    from collections.abc import Collection

COMMIT: Final = "commit it (git add --force), or change .gitignore"
_PATIENCE: Final = 20  # seconds
# what a person's own settings say is ignored everywhere is nothing of the repository's
_SETTING: Final = f"core.excludesFile={os.devnull}"
_LISTING: Final = (
    "-c",
    _SETTING,
    "ls-files",
    "--others",
    "--ignored",
    "--exclude-standard",
    "--directory",
    "-z",
)


def ignored_paths(root: Path) -> frozenset[str]:
    """Return what git ignores and has not, relative to `root`, a clone's top or a folder in one.

    Of a folder that is ignored as a whole only the folder itself is named. Where `root` is in no
    clone, or is itself ignored, or git is not there or refuses, nothing counts as ignored.
    """
    if top_of(root) is None:
        return frozenset()
    environment = {key: text for key, text in os.environ.items() if not key.startswith("GIT_")}
    try:
        done = ask_git(root, _LISTING, environment=environment, patience=_PATIENCE)
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    if done.returncode:
        return frozenset()
    names = os.fsdecode(done.stdout).split("\0")
    if "./" in names:  # somebody wants to have it looked at all the same
        return frozenset()
    return frozenset(name.rstrip("/") for name in names if name)


def is_ignored_file(repository: Path, path: Path, ignored: Collection[str]) -> bool:
    """Tell whether git ignores a file of a repository, or what links lead to from its path."""
    if not ignored:
        return False
    places = (path, Path(os.path.realpath(path)))
    return any(
        is_ignored(each.relative_to(repository).as_posix(), ignored)
        for each in places
        if each.is_relative_to(repository)
    )


def is_ignored(path: str, ignored: Collection[str]) -> bool:
    """Tell whether a path relative to the repository's top is ignored, itself or in a folder."""
    if not ignored:
        return False
    pure = PurePosixPath(path)
    return any(each.as_posix() in ignored for each in (pure, *pure.parents))
