"""The files of one state: what each holds, as a digest, and the files themselves when needed."""

from __future__ import annotations

import hashlib
import os
from bisect import bisect_left
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple, Protocol

from argowave.files.regular import read_regular
from argowave.files.scratch import taking_room
from argowave.files.slashes import relpath

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator
    from pathlib import Path

    from argowave.revisions.git import Blob, Git


class Entry(NamedTuple):
    """One file, by its content."""

    path: str  # relative to the repository
    digest: str  # of the blob, as git has it; equal digests are equal files
    is_link: bool


class Files(Protocol):
    """What a state of the repository offers."""

    def entries(self, path: str) -> Iterator[Entry]:
        """Give a file, or everything below a folder, in order; "" stands for all of it."""

    def provide(self, paths: Iterable[str]) -> None:
        """Make sure that files, and everything below folders, can be read from the disk."""


class WorkingTree:
    """The files as they lie in a folder."""

    def __init__(self, folder: Path) -> None:
        """Remember the folder."""
        self._folder = str(folder)

    def entries(self, path: str) -> Iterator[Entry]:
        """Give what is there, whether git knows it or not."""
        start = f"{self._folder}/{path}" if path else self._folder
        for name in sorted(_names(start)):
            shown = relpath(name, self._folder)
            if os.path.islink(name):  # noqa: PTH114 (thousands of files: Path is slow here)
                yield Entry(shown, digest(os.fsencode(os.readlink(name))), is_link=True)  # noqa: PTH115 (as above)
                continue
            try:
                content = read_regular(name)  # a pipe or a device might never end
            except OSError:
                yield Entry(shown, "", is_link=False)  # the tree says what is wrong with it
                continue
            yield Entry(shown, digest(content), is_link=False)

    def provide(self, paths: Iterable[str]) -> None:
        """Do nothing: they are there."""


class Snapshot:
    """The files of one commit; each is written into a folder when somebody asks for it."""

    def __init__(self, git: Git, commit: str, folder: Path, without: Container[str] = ()) -> None:
        """Remember what there is to write, but for some paths.

        Names that would leave the folder cannot be in a git tree, and are left out all the same.
        """
        self._git = git
        self._folder = folder
        every = (blob for blob in git.blobs(commit) if blob.path not in without)
        blobs = _without_inner([blob for blob in every if _stays_below(blob.path)])
        self._blobs = {blob.path: blob for blob in sorted(blobs, key=lambda blob: blob.path)}
        self._names = list(self._blobs)
        self._written: set[str] = set()

    def entries(self, path: str) -> Iterator[Entry]:
        """Give what the commit has, without writing it."""
        for blob in self._below(path):
            yield Entry(blob.path, blob.digest, blob.is_link)

    def provide(self, paths: Iterable[str]) -> None:
        """Write what is not there yet.

        Symbolic links stay links; whether one leaves the repository is for its reader to say.
        """
        wanted = {blob.path: blob for path in paths for blob in self._below(path)}
        blobs = [blob for path, blob in wanted.items() if path not in self._written]
        if not blobs:
            return
        self._written.update(blob.path for blob in blobs)
        contents = self._git.contents(blob.digest for blob in blobs)
        for blob, content in zip(blobs, contents, strict=True):
            target = f"{self._folder}/{blob.path}"
            # FileExistsError: a name that is another's but for case
            with taking_room(), suppress(FileExistsError):
                os.makedirs(os.path.dirname(target), exist_ok=True)  # noqa: PTH103, PTH120 (as above)
                _write(target, content, is_link=blob.is_link)

    def _below(self, path: str) -> Iterator[Blob]:
        if path in self._blobs:
            yield self._blobs[path]
            return
        below = f"{path}/" if path else ""
        for name in self._names[bisect_left(self._names, below) :]:
            if not name.startswith(below):
                return
            yield self._blobs[name]


def _write(target: str, content: bytes, *, is_link: bool) -> None:
    """Write a file or a link that is not there; no link is ever written through."""
    if not is_link:
        with open(target, "xb") as handle:  # noqa: PTH123 (thousands of files: Path is slow here)
            handle.write(content)
    elif content and b"\0" not in content:  # a link to nothing that can be
        os.symlink(content, os.fsencode(target))  # noqa: PTH211 (the target is bytes)


def _without_inner(blobs: list[Blob]) -> list[Blob]:
    """Return the files but for those below another file or link, which no checkout can have.

    A tree that somebody made by hand can have a link and a folder of one name, through which what
    is in the folder would be written anywhere; a disk may also take two names for one.
    """
    files = {_folded(blob.path) for blob in blobs}
    return [
        blob for blob in blobs if not any(_folded(above) in files for above in _above(blob.path))
    ]


def _above(path: str) -> Iterator[str]:
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def _folded(path: str) -> str:
    import unicodedata  # noqa: PLC0415 (few clones have other revisions looked at)

    return unicodedata.normalize("NFC", path).casefold()


def _names(start: str) -> Iterator[str]:
    if not os.path.isdir(start) or os.path.islink(start):  # noqa: PTH112, PTH114 (as above)
        if os.path.lexists(start):
            yield start
        return
    for above, folders, names in os.walk(start):
        folders[:] = [each for each in folders if each != ".git"]
        linked = [each for each in folders if os.path.islink(f"{above}/{each}")]  # noqa: PTH114 (thousands of files: Path is slow here)
        yield from (f"{above}/{name}" for name in (*names, *linked))


def digest(content: bytes) -> str:
    """Return the digest of a file's content."""
    # as git names a blob; it guards against nothing
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def _stays_below(path: str) -> bool:
    parts = path.split("/")
    return bool(path) and not path.startswith("/") and ".." not in parts and ".git" not in parts
