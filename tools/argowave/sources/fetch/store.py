"""Where fetched archives and trees are kept, each below the digest of its content."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from argowave.sources.fetch.lock import Locked
from argowave.sources.fetch.wanted import FetchError
from argowave.user_cache import user_cache
from argowave.whole import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from argowave.sources.fetch.wanted import Wanted


TREES: Final = "trees"  # the folder of the trees in a store


def default_store() -> Path:
    """Return the folder for fetched sources in the user's cache."""
    return user_cache() / "sources"


class Store:
    """A folder of fetched content; several processes may use it at once."""

    def __init__(self, folder: Path) -> None:
        """Remember where content is kept."""
        self._folder = folder

    def archive(self, sha256: str) -> Path | None:
        """Return a chart's archive; None where it is missing or not what its name says."""
        return self._content(sha256, ".tgz")

    def file(self, sha256: str) -> Path | None:
        """Return a file that came by HTTP; None as for an archive."""
        return self._content(sha256, ".file")

    def tree(self, sha256: str) -> Path | None:
        """Return the folder of a tree, None where it is missing."""
        path = self._folder / TREES / sha256
        return path if self._mark(sha256).is_file() and path.is_dir() else None

    def add_archive(self, data: bytes) -> str:
        """Keep an archive and return its digest.

        Raises:
            FetchError: it cannot be written.
        """
        return self._add(data, ".tgz")

    def add_file(self, data: bytes) -> str:
        """Keep a file and return its digest.

        Raises:
            FetchError: it cannot be written.
        """
        return self._add(data, ".file")

    @contextmanager
    def unpacking(self) -> Iterator[Path]:
        """Give an empty folder to unpack a tree in; it is gone afterwards unless it was added."""
        trees = self._folder / TREES
        import tempfile  # noqa: PLC0415 (only to write; whoever lints again only asks where it is)

        with _writable(trees), tempfile.TemporaryDirectory(dir=trees, prefix=".") as folder:
            yield Path(folder) / "tree"

    def add_tree(self, folder: Path) -> str:
        """Move a tree from where it was unpacked, and return its digest."""
        digest = tree_digest(folder)
        target = self._folder / TREES / digest
        if not target.is_dir():
            _move(folder, target)
        _write(self._mark(digest), b"")
        return digest

    def made(self, key: str, make: Callable[[Path], None]) -> Path:
        """Return a folder that is made of what is here once, by a digest of all that makes it.

        Raises:
            FetchError: it cannot be written.
        """
        target = self._folder / TREES / f"made-{key}"
        if not target.is_dir():
            with self.unpacking() as folder:
                make(folder)
                _move(folder, target)
        return target

    def recall(self, wanted: Wanted) -> Locked | None:
        """Return what an exact version was, when it was fetched without a lock."""
        try:
            resolved, digest = json.loads(self._note(wanted).read_text("utf-8"))
        except (OSError, ValueError):
            return None
        return Locked(wanted, str(resolved), str(digest))

    def remember(self, locked: Locked) -> None:
        """Note what an exact version was."""
        with _writable(self._folder):
            text = json.dumps([locked.resolved, locked.sha256])
            _write(self._note(locked.wanted), text.encode())

    def _content(self, sha256: str, suffix: str) -> Path | None:
        path = self._folder / f"{sha256}{suffix}"
        try:
            data = path.read_bytes()
        except OSError:
            return None
        return path if hashlib.sha256(data).hexdigest() == sha256 else None

    def _add(self, data: bytes, suffix: str) -> str:
        digest = hashlib.sha256(data).hexdigest()
        with _writable(self._folder):
            _write(self._folder / f"{digest}{suffix}", data)
        return digest

    def _mark(self, sha256: str) -> Path:
        """Return the file beside the trees that says that one of them is there and whole."""
        return self._folder / f"{sha256}.tree"

    def _note(self, wanted: Wanted) -> Path:
        words = json.dumps([wanted.url, wanted.chart, wanted.revision])
        return self._folder / "versions" / hashlib.sha256(words.encode()).hexdigest()


def tree_digest(folder: Path) -> str:
    """Return a digest of all paths, links and contents below a folder."""
    digest = hashlib.sha256()
    for above, folders, names in os.walk(folder):
        linked = [name for name in folders if os.path.islink(f"{above}/{name}")]  # noqa: PTH114
        folders[:] = sorted(name for name in folders if name not in linked)
        for name in sorted([*names, *linked]):
            path = Path(above, name)
            if path.is_symlink():
                content = b"link " + os.fsencode(path.readlink())
            else:
                content = hashlib.sha256(path.read_bytes()).digest()
            shown = os.fsencode(path.relative_to(folder).as_posix())
            digest.update(b"%d:%s%d:%s" % (len(shown), shown, len(content), content))
    return digest.hexdigest()


def _move(folder: Path, target: Path) -> None:
    """Move a folder to its place, where another process may have put the same meanwhile."""
    try:
        folder.rename(target)
    except OSError:
        if not target.is_dir():
            raise


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, data, mode=0o600, lasting=False)


@contextmanager
def _writable(folder: Path) -> Iterator[None]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        message = f"the cache {folder} cannot be written: {error.strerror}"
        raise FetchError(message) from error
