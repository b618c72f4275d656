"""Folders of a store: each below a name, with a mark beside it that says what was put there.

A mark has a digest of what stat says of every file. While that is the same nobody has written
there, as in git's index; where it differs, as after a restored backup, the content decides.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from argowave.files.regular import read_regular
from argowave.files.whole import write_whole
from argowave.user_cache.room import Kept, note_use

if TYPE_CHECKING:
    from collections.abc import Iterator

TREES: Final = "trees"  # the folder of the trees in a store
MARK: Final = ".tree"
MADE: Final = "made-"  # how the name of a tree begins that is not its content's digest
UNFINISHED: Final = ".unfinished-"  # how the names of folders begin that nobody may take
# nothing else is removed: whoever names a store may name a folder that holds other things, too
_NAME: Final = re.compile(rf"({MADE}(pulled-)?)?[0-9a-f]{{64}}|{re.escape(UNFINISHED)}\S+")

_NONE: Final = (OSError, ValueError, TypeError, LookupError, OverflowError, RecursionError)


@dataclass(frozen=True, slots=True)
class Mark:
    """What a tree was when it was put there."""

    content: str  # tree_digest
    seen: str  # a digest of what stat says of it
    size: int  # bytes


class Trees:
    """The trees of a store."""

    def __init__(self, store: Path, sound: set[str] | None = None) -> None:
        """Look after the trees of one store.

        Args:
            store: the store's folder.
            sound: paths of trees that this run has looked at already; it grows.
        """
        self._store = store
        self._folder = store / TREES
        self._sound = set() if sound is None else sound

    def find(self, name: str) -> Path | None:
        """Return a tree's folder, None where it is missing or not what it was."""
        path = self._folder / name
        if str(path) in self._sound and path.is_dir():
            return path
        mark = self._read_mark(name)
        if mark is None or not path.is_dir() or not self._is_sound(name, mark):
            return None
        with contextlib.suppress(OSError):
            note_use(self._mark(name))
        self._sound.add(str(path))
        return path

    def is_changed(self, name: str) -> bool:
        """Tell whether a tree is there and its content is not what its name says."""
        path = self._folder / name
        try:
            return path.is_dir() and tree_digest(path) != name
        except OSError:
            return True

    def put(self, folder: Path, name: str, content: str) -> Path:
        """Move a folder to a tree's place; one that is there and sound stays.

        Args:
            folder: is gone afterwards.
            name: of the tree.
            content: the folder's tree_digest.

        Raises:
            OSError: it cannot be moved.
        """
        target = self._folder / name
        try:
            self._move(folder, target, content)
        except OSError:  # somebody has changed what is there
            self.remove(name)
            self._move(folder, target, content)
        self._write_mark(name, content)
        self._sound.add(str(target))
        return target

    def remove(self, name: str) -> None:
        """Remove a tree, its mark first, so that nobody takes half of it."""
        self._mark(name).unlink(missing_ok=True)
        doomed = self._folder / f"{UNFINISHED}{os.getpid()}-{time.time_ns()}"
        with contextlib.suppress(FileNotFoundError):
            (self._folder / name).rename(doomed)
            shutil.rmtree(doomed, ignore_errors=True)

    def kept(self) -> Iterator[Kept]:
        """Give every tree that has a mark."""
        for name, _ in self._listed():
            mark = self._read_mark(name)
            with contextlib.suppress(OSError):
                if mark is not None:
                    yield Kept(self._mark(name).stat().st_mtime, mark.size, name)

    def unfinished(self) -> Iterator[Kept]:
        """Give every folder that is no tree yet, or no more."""
        for name, made in self._listed():
            if name.startswith(UNFINISHED) or not self._mark(name).exists():
                yield Kept(made, 0, name)

    def _listed(self) -> list[tuple[str, float]]:
        """Return the names of all folders that a store makes, and when they were made."""
        found = []
        with contextlib.suppress(OSError), os.scandir(self._folder) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):  # another process has removed it
                    if _NAME.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False):
                        found.append((entry.name, entry.stat(follow_symlinks=False).st_mtime))
        return found

    def _read_mark(self, name: str) -> Mark | None:
        """Return a tree's mark, None where it has none; one of an older argowave says nothing."""
        try:
            data = read_regular(self._mark(name))
            if not data:
                return Mark("", "", 0)
            stated = json.loads(data)
            return Mark(str(stated["content"]), str(stated["seen"]), int(stated["size"]))
        except _NONE:
            return None

    def _is_sound(self, name: str, mark: Mark) -> bool:
        path = self._folder / name
        try:
            if is_own(self._store) and is_own(self._folder) and _look(path)[0] == mark.seen:
                return True
            content = mark.content if name.startswith(MADE) and is_own(self._store) else name
            if tree_digest(path) != content:
                return False
        except OSError:
            return False
        with contextlib.suppress(OSError):
            self._write_mark(name, content)
        return True

    def _move(self, folder: Path, target: Path, content: str) -> None:
        """Move a folder, unless the same is there: another process may be reading in it.

        Raises:
            OSError: something else is there, or it cannot be moved.
        """
        try:
            folder.rename(target)
        except OSError:
            if not self._holds(target, content):
                raise

    def _holds(self, path: Path, content: str) -> bool:
        try:
            return path.is_dir() and not path.is_symlink() and tree_digest(path) == content
        except OSError:
            return False

    def _mark(self, name: str) -> Path:
        """Return where a mark is: lint's cache looks at the marks of what was fetched alone."""
        return (self._folder if name.startswith(MADE) else self._store) / f"{name}{MARK}"

    def _write_mark(self, name: str, content: str) -> None:
        mark = Mark(content, *_look(self._folder / name))
        data = json.dumps(asdict(mark)).encode()
        write_whole(self._mark(name), data, mode=0o600, lasting=False)


def is_own(folder: Path) -> bool:
    """Tell whether nobody else may write in a folder.

    Raises:
        OSError: it is not there.
    """
    seen = os.lstat(folder)
    if os.name == "nt":  # a profile's folders are private there, and modes say nothing
        return True
    return seen.st_uid == os.geteuid() and not seen.st_mode & 0o022


def _look(folder: Path) -> tuple[str, int]:
    """Return a digest of what stat says of a folder's files and links, and their bytes.

    Raises:
        OSError: it cannot be read.
    """
    digest = hashlib.sha256()
    size = 0
    for path in _inside(folder):
        seen = os.lstat(path)
        size += seen.st_size
        facts = seen.st_mode, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino
        digest.update(os.fsencode(f"{os.path.relpath(path, folder)}\0{facts}\0"))
    return digest.hexdigest(), size


def tree_digest(folder: Path) -> str:
    """Return a digest of all paths, links and contents below a folder.

    Raises:
        OSError: something cannot be read, or is neither file, folder nor link.
    """
    digest = hashlib.sha256()
    for path in _inside(folder):
        if os.path.islink(path):  # noqa: PTH114 (many)
            content = b"link " + os.fsencode(os.readlink(path))  # noqa: PTH115 (many)
        else:
            content = hashlib.sha256(read_regular(Path(path))).digest()
        shown = os.fsencode(Path(path).relative_to(folder).as_posix())
        digest.update(b"%d:%s%d:%s" % (len(shown), shown, len(content), content))
    return digest.hexdigest()


def _inside(folder: Path) -> Iterator[str]:
    """Give every file and link below a folder, in an order of its own."""

    def fail(error: OSError) -> None:
        raise error

    for above, folders, names in os.walk(folder, onerror=fail):
        linked = [name for name in folders if os.path.islink(f"{above}/{name}")]  # noqa: PTH114 (thousands of files: Path is slow here)
        folders[:] = sorted(name for name in folders if name not in linked)
        for name in sorted([*names, *linked]):
            yield f"{above}/{name}"
