"""A folder → what is in it, each file with what stat says of it."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST: Final = 1_000_000  # files; whoever has more waits for each walk longer than for a lint

# ns: the coarsest clock of a file system, FAT's, in which a second write leaves the same times
_UNSETTLED: Final = 2_000_000_000

Signature = tuple[int, int, int, int, int]  # mode, size, mtime, ctime (ns) and inode


class UntraceableError(Exception):
    """What lies there cannot be known by looking at the folder alone."""


Kind = Literal["folder", "link", "other"]  # a pipe, a socket, a device: nobody reads those
Found = tuple[str, Signature | Kind]  # a path below the folder, and what is there


def walk(folder: str, skipped: frozenset[str]) -> Iterator[Found]:
    """Give everything below a folder, as it is met; links are not followed.

    Paths have slashes between their parts, and come as in Git's index: in the order of their
    characters, a folder's name with the slash behind it.

    Args:
        folder: where to start; nothing is there where it does not exist.
        skipped: absolute paths of folders that are not looked at.

    Raises:
        UntraceableError: a folder cannot be read, or there are too many files.
    """
    number = 0
    above = len(folder.rstrip(os.sep)) + 1
    pending = _last_first(folder, is_needed=False)
    while pending:
        place, entry = pending.pop()
        name = entry.path[above:] if os.sep == "/" else entry.path[above:].replace(os.sep, "/")
        try:
            if place[-1] == "/":
                if entry.path not in skipped:
                    yield name, "folder"
                    pending += _last_first(entry.path)
            elif entry.is_file(follow_symlinks=False):
                yield name, signature(entry.stat(follow_symlinks=False))
                number += 1
            else:
                yield name, "link" if entry.is_symlink() else "other"
        except OSError as error:
            raise UntraceableError(entry.path) from error
        if number > MOST:
            raise UntraceableError(folder)


def _last_first(folder: str, *, is_needed: bool = True) -> list[tuple[str, os.DirEntry[str]]]:
    """Return what is in a folder by its place in the order, the last first.

    Raises:
        UntraceableError: it cannot be read, or is not there although it `is_needed`.
    """
    try:
        with os.scandir(folder) as found:
            return sorted(((_place(entry), entry) for entry in found), reverse=True)
    except OSError as error:
        if is_needed or not isinstance(error, FileNotFoundError):
            raise UntraceableError(folder) from error
        return []


def _place(entry: os.DirEntry[str]) -> str:
    return f"{entry.name}/" if entry.is_dir(follow_symlinks=False) else entry.name


def signature(seen: os.stat_result) -> Signature:
    """Return what changes with a file's content: another write gives another one.

    ctime makes it hold for what is written with an old mtime (`cp -p`, `tar`, `rsync -t`). On
    Windows ctime is the time of creation, and listing a folder gives no inode.
    """
    mode = stat.S_IFMT(seen.st_mode)
    if os.name == "nt":
        return mode, seen.st_size, seen.st_mtime_ns, 0, 0
    return mode, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino


def written(seen: Signature) -> int:
    """Return when a file was written last, in ns since the epoch."""
    return max(seen[2], seen[3])


def is_settled(written_last: int, time: int) -> bool:
    """Tell whether a write after some time, in ns since the epoch, would give another signature."""
    return written_last < time - _UNSETTLED
