"""A folder → its files, each with what stat says of it."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from typing import Final

MOST: Final = 1_000_000  # files; whoever has more waits for each walk longer than for a lint

# ns: the coarsest clock of a file system, FAT's, in which a second write leaves the same times
_UNSETTLED: Final = 2_000_000_000

Signature = tuple[int, int, int, int, int]  # mode, size, mtime, ctime (ns) and inode


class UntraceableError(Exception):
    """What lies there cannot be known by looking at the folder alone."""


@dataclass(frozen=True, slots=True)
class Walked:
    """A folder's files, links and folders by their paths, a slash between the parts."""

    files: dict[str, Signature]
    links: list[str]
    folders: list[str]
    others: list[str]  # pipes, sockets, devices: nobody reads them


def walk(folder: str, skipped: frozenset[str]) -> Walked:
    """Return everything below a folder; links are not followed.

    Args:
        folder: where to start; nothing is there where it does not exist.
        skipped: absolute paths of folders that are not entered.

    Raises:
        UntraceableError: a folder cannot be read, or there are too many files.
    """
    walked = Walked({}, [], [], [])
    pending = [(folder, "")]
    while pending:
        path, shown = pending.pop()
        try:
            with os.scandir(path) as found:
                entries = sorted(found, key=lambda entry: entry.name)
            pending += [
                (entry.path, f"{shown}{entry.name}/")
                for entry in entries
                if entry.path not in skipped and _add(walked, entry, f"{shown}{entry.name}")
            ]
        except OSError as error:
            if shown or not isinstance(error, FileNotFoundError):
                raise UntraceableError(path) from error
        if len(walked.files) > MOST:
            raise UntraceableError(folder)
    return walked


def _add(walked: Walked, entry: os.DirEntry[str], name: str) -> bool:
    """Note an entry; tell whether it is a folder, to be entered."""
    if entry.is_symlink():
        walked.links.append(name)
    elif entry.is_dir(follow_symlinks=False):
        walked.folders.append(name)
        return True
    elif entry.is_file(follow_symlinks=False):
        walked.files[name] = signature(entry.stat(follow_symlinks=False))
    else:
        walked.others.append(name)
    return False


def signature(seen: os.stat_result) -> Signature:
    """Return what changes with a file's content: another write gives another one.

    ctime makes it hold for what is written with an old mtime (`cp -p`, `tar`, `rsync -t`). On
    Windows ctime is the time of creation, and listing a folder gives no inode.
    """
    mode = stat.S_IFMT(seen.st_mode)
    if os.name == "nt":
        return mode, seen.st_size, seen.st_mtime_ns, 0, 0
    return mode, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino


def is_settled(seen: Signature, time: int) -> bool:
    """Tell whether a write after some time, in ns since the epoch, would give another signature."""
    return max(seen[2], seen[3]) < time - _UNSETTLED
