"""What git ignores in a repository, which no checkout of Argo CD has."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from argowave.files.regular import read_regular
from argowave.git.program import ask_git, git_folders, refusal_of, silence_of, top_of

if TYPE_CHECKING:
    from collections.abc import Collection

UNKNOWN: Final = "which files git ignores"
COMMIT: Final = "commit it (git add --force), or change .gitignore"
_NAME: Final = ".gitignore"
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


@dataclass(frozen=True, slots=True)
class Ignored:
    """What git said of a folder."""

    paths: frozenset[str] = frozenset()  # of a folder that is ignored as a whole only itself
    unknown: str = ""  # why it could not tell, so that nothing counts as ignored


def ignored_paths(root: Path) -> frozenset[str]:
    """Return what git ignores and has not, relative to `root`; nothing where it cannot tell."""
    return ask_ignored(root).paths


def ask_ignored(root: Path) -> Ignored:
    """Return what git ignores and has not, relative to `root`, a clone's top or a folder in one.

    Where `root` is in no clone, or is itself ignored, nothing counts as ignored; nor where git is
    not there or refuses, which is only said where something may be ignored.
    """
    top = top_of(root)
    if top is None:
        return Ignored()
    environment = {key: text for key, text in os.environ.items() if not key.startswith("GIT_")}
    try:
        done = ask_git(root, _LISTING, environment=environment, patience=_PATIENCE)
    except subprocess.TimeoutExpired as error:
        return Ignored(unknown=silence_of(error))
    except OSError as error:
        return _untold(root, top, silence_of(error))
    if done.returncode:
        return _untold(root, top, refusal_of(done))
    names = os.fsdecode(done.stdout).split("\0")
    if "./" in names:  # somebody wants to have it looked at all the same
        names = []
    return Ignored(frozenset(name.rstrip("/") for name in names if name))


def _untold(root: Path, top: Path, why: str) -> Ignored:
    """Return what is known without git: whether there may be anything that it ignores."""
    outer = (each / _NAME for each in (root, *root.parents) if each.is_relative_to(top))
    stated = any(map(_says_something, (*outer, git_folders(top)[1] / "info" / "exclude")))
    inner = (Path(folder, _NAME) for folder, _, files in os.walk(root) if _NAME in files)
    return Ignored(unknown=why if stated or any(map(_says_something, inner)) else "")


def _says_something(file: Path) -> bool:
    """Tell whether a file of patterns has any."""
    try:
        lines = read_regular(file).splitlines()
    except OSError:
        return False
    return any(each.strip() and not each.startswith(b"#") for each in lines)


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
