"""Folders and files → one digest of all that they hold, read anew only where stat has changed.

As in Git's index, a file whose stat is that of the last time need not be read, unless it was
written so shortly before that a second write could have left the same time behind ("racy Git",
Documentation/technical/racy-git.txt in git/git).
"""

from __future__ import annotations

import hashlib
import os
import time
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from argowave.walk import Signature, UntraceableError, is_settled, signature, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_BLOCK: Final = 1 << 20
_AT_ONCE: Final = 1000  # texts
# so that a pipe that took a file's place is not waited for
_READ: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)

Known = dict[str, tuple[Signature, str]]  # absolute path → its stat and its content's SHA-256


@dataclass(frozen=True, slots=True)
class Ground:
    """Where to look."""

    folders: tuple[str, ...]  # absolute
    files: tuple[str, ...] = ()  # absolute, also where there is none
    skipped: frozenset[str] = frozenset()  # folders that are not entered


@dataclass(frozen=True, slots=True)
class Sight:
    """All paths of a ground with their stat, and one digest of that."""

    files: Mapping[str, Signature]
    rest: tuple[str, ...]  # folders, links with their targets, and what is missing
    digest: str
    time: int  # ns since the epoch, before anything was looked at

    def is_settled(self, seen: Signature) -> bool:
        """Tell whether a later write of a file would give it another stat."""
        return is_settled(seen, self.time)

    def is_all_settled(self) -> bool:
        """Tell whether a later write of any file would give another digest."""
        return all(map(self.is_settled, self.files.values()))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One digest of all content, and what each file contributed."""

    sight: Sight
    digest: str
    known: Known

    def settled(self) -> Known:
        """Return what may be believed the next time by stat alone."""
        settled = self.sight.is_settled
        return {path: entry for path, entry in self.known.items() if settled(entry[0])}


def look(ground: Ground) -> Sight:
    """Return what stat says of everything on a ground.

    Raises:
        UntraceableError: a link leads away from the ground, or a folder cannot be read.
    """
    before = time.time_ns()
    files: dict[str, Signature] = {}
    rest: list[str] = []
    for folder in ground.folders:
        walked = walk(folder, ground.skipped)
        for name in list(walked.files):  # so that no two names of all files are held at once
            files[f"{folder}/{name}"] = walked.files.pop(name)
        rest += [f"folder {folder}/{name}" for name in walked.folders]
        rest += [f"other {folder}/{name}" for name in walked.others]
        rest += [_link(f"{folder}/{name}", ground) for name in walked.links]
    for path in ground.files:
        try:
            files[path] = signature(os.stat(path))
        except OSError:
            rest.append(f"missing {path}")
    texts = chain((f"{path}\0{seen}" for path, seen in files.items()), rest)
    return Sight(files, tuple(rest), digest_of_each(texts), before)


def _link(path: str, ground: Ground) -> str:
    """Return a link with its target, which has to be on the ground itself.

    Raises:
        UntraceableError: it is elsewhere.
    """
    try:
        target = os.readlink(path)
        real = os.path.realpath(path)
    except OSError as error:
        raise UntraceableError(path) from error
    if not _is_on(real, ground):
        raise UntraceableError(path)
    return f"link {path} {target}"


def _is_on(real: str, ground: Ground) -> bool:
    inside = any(real == folder or real.startswith(f"{folder}/") for folder in ground.folders)
    return inside and not any(
        real == folder or real.startswith(f"{folder}/") for folder in ground.skipped
    )


def take(sight: Sight, known: Known) -> Snapshot:
    """Return a snapshot of what was seen; only files with another stat than known are read.

    Raises:
        UntraceableError: a file cannot be read, or changes while it is.
    """
    found: Known = {}
    for path, seen in sight.files.items():
        before = known.get(path)
        found[path] = before if before and before[0] == seen else (seen, _digest(path, seen))
    lines = (f"{path}\0{found[path][1]}" for path in sorted(found))
    return Snapshot(sight, digest_of_each(chain(lines, sorted(sight.rest))), found)


def _digest(path: str, expected: Signature) -> str:
    digest = hashlib.sha256()
    size = min(expected[1] + 1, _BLOCK)
    try:
        handle = os.open(path, _READ)
        try:
            if signature(os.fstat(handle)) != expected:
                raise UntraceableError(path)
            while block := os.read(handle, size):
                digest.update(block)
        finally:
            os.close(handle)
    except OSError as error:
        raise UntraceableError(path) from error
    return digest.hexdigest()


def digest_of(*texts: str) -> str:
    """Return one digest of texts; a name that is no UTF-8 comes as os.fsdecode gives it."""
    return digest_of_each(texts)


def digest_of_each(texts: Iterable[str]) -> str:
    """Return the digest of many texts, which are not held all at once."""
    digest = hashlib.sha256()
    left = iter(texts)
    while some := list(islice(left, _AT_ONCE)):
        digest.update("\0".join([*some, ""]).encode("utf-8", "surrogateescape"))
    return digest.hexdigest()
