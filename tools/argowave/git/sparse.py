"""What git has and a sparse checkout leaves out of the folder."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from argowave.git.program import ask_git, git_folders, top_of

if TYPE_CHECKING:
    from pathlib import Path

ADVICE: Final = "run `git sparse-checkout disable`"
_PATTERNS: Final = "info/sparse-checkout"  # in git's folder, where a checkout is or was sparse
_LEFT_OUT: Final = "S "  # how git marks what it does not put into the working tree (skip-worktree)


@lru_cache(maxsize=4)
def left_out(root: Path) -> frozenset[str]:
    """Return the files that are not checked out, relative to `root`, a clone's top or in one.

    Where `root` is in no clone, or git is not there or refuses, nothing is known to be left out.
    """
    top = top_of(root)
    if top is None or not os.path.isfile(git_folders(top)[0] / _PATTERNS):  # noqa: PTH113 (unreadable)
        return frozenset()
    import subprocess  # noqa: PLC0415 (few checkouts are sparse)

    try:
        done = ask_git(root, ("ls-files", "-t", "-z"))
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    entries = os.fsdecode(done.stdout).split("\0")
    return frozenset(each[len(_LEFT_OUT) :] for each in entries if each.startswith(_LEFT_OUT))


def is_left_out(root: Path, path: str | Path) -> bool:
    """Tell whether a file, or a folder with all that is in it, is missing for that reason alone.

    Args:
        root: absolute.
        path: absolute, or relative to it.
    """
    if os.path.lexists(root / path) or not (files := left_out(root)):
        return False
    wanted = os.path.relpath(os.path.normpath(root / path), root).replace(os.sep, "/")
    return wanted in files or any(each.startswith(f"{wanted}/") for each in files)


def not_here(root: Path) -> tuple[str, ...]:
    """Return what is said of a checkout that leaves something out."""
    number = len(left_out(root))
    what = "1 file of it was" if number == 1 else f"{number} files of it were"
    return (f"this checkout is sparse, so {what} not looked at; {ADVICE}",) if number else ()
