"""Folders and files → one digest of all that they hold, read anew only where stat has changed.

As in Git's index, a file whose stat is that of the last time need not be read, unless it was
written so shortly before that a second write could have left the same time behind ("racy Git",
Documentation/technical/racy-git.txt in git/git). Nothing is held for each file: a repository may
have a million of them.
"""

from __future__ import annotations

import hashlib
import os
import time
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from argowave.cache.known import KnownFiles, Noted
from argowave.files.walk import Signature, UntraceableError, is_settled, signature, walk, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from argowave.files.walk import Kind

_BLOCK: Final = 1 << 20
_AT_ONCE: Final = 1000  # texts
# so that a pipe that took a file's place is not waited for
_READ: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Ground:
    """Where to look."""

    folders: tuple[str, ...]  # absolute
    files: tuple[str, ...] = ()  # absolute, also where there is none
    skipped: frozenset[str] = frozenset()  # folders that are not looked at
    named: tuple[str, ...] = ()  # how the paths end that a sight has to name


@dataclass(frozen=True, slots=True)
class Sight:
    """What stat says of everything on a ground, as one digest."""

    digest: str
    is_settled: bool  # whether a later write of any file would give another digest
    named: tuple[str, ...]  # the files that the ground asks for


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One digest of all content, and what each file contributed."""

    sight: Sight
    digest: str
    known: bytes  # of the files that may be believed the next time by stat alone


def look(ground: Ground) -> Sight:
    """Return what stat says of everything on a ground.

    Raises:
        UntraceableError: a link leads away from the ground, or a folder cannot be read.
    """
    looking = _Looking(ground)
    for _ in looking:
        pass
    return looking.sight()


def take(ground: Ground, known: bytes) -> Snapshot:
    """Return a snapshot of a ground; only files with another stat than `known` are read.

    Raises:
        UntraceableError: a link leads away from the ground, a folder or file cannot be read, or a
            file changes while it is.
    """
    looking, before, after = _Looking(ground), KnownFiles(known), Noted()

    def texts() -> Iterator[str]:
        for place, path, found in looking:
            if not isinstance(found, tuple):
                yield found
                continue
            digest = before.digest_of(place, path, found) or _digest(path, found)
            if is_settled(written(found), looking.time):
                after.add(place, path, found, digest)
            yield f"{path}\0{digest}"

    digest = digest_of_each(texts())
    return Snapshot(looking.sight(), digest, after.to_bytes())


class _Looking:
    """One look at a ground: iterating it is the look, and then there is what was seen."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._digest = hashlib.sha256()
        self._named: list[str] = []
        self._newest = 0
        self.time = time.time_ns()  # before anything was looked at

    def __iter__(self) -> Iterator[tuple[int, str, Signature | str]]:
        """Give a place of the ground, a path, and its stat, or for all but files a text.

        Raises:
            UntraceableError: a link leads away from the ground, or a folder cannot be read.
        """
        left = self._all()
        while some := list(islice(left, _AT_ONCE)):
            texts = (f"{path}\0{found}" for _, path, found in some)
            self._digest.update(_joined(texts))
            yield from some

    def sight(self) -> Sight:
        """Return what was seen."""
        settled = is_settled(self._newest, self.time)
        return Sight(self._digest.hexdigest(), settled, tuple(self._named))

    def _all(self) -> Iterator[tuple[int, str, Signature | str]]:
        number = len(self._ground.folders)
        for place, folder in enumerate(self._ground.folders):
            for name, found in walk(folder, self._ground.skipped):
                yield place, *self._seen(f"{folder}/{name}", found)
        for path in sorted(self._ground.files):
            try:
                found = signature(os.stat(path))
            except OSError:
                yield number, path, f"missing {path}"
            else:
                yield number, *self._seen(path, found)

    def _seen(self, path: str, found: Signature | Kind) -> tuple[str, Signature | str]:
        if isinstance(found, tuple):
            self._newest = max(self._newest, written(found))
            if path.endswith(self._ground.named):
                self._named.append(path)
            return path, found
        return path, _link(path, self._ground) if found == "link" else f"{found} {path}"


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
        digest.update(_joined(some))
    return digest.hexdigest()


def _joined(texts: Iterable[str]) -> bytes:
    return "\0".join([*texts, ""]).encode("utf-8", "surrogateescape")
