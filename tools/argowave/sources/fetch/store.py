"""Where fetched archives and trees are kept, each below the digest of its content."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from argowave.files.regular import read_regular
from argowave.files.whole import write_whole
from argowave.sources.fetch.lock import Locked
from argowave.sources.fetch.trees import MADE, TREES, UNFINISHED, Trees, is_own, tree_digest
from argowave.sources.fetch.wanted import FetchError
from argowave.user_cache.place import user_cache
from argowave.user_cache.room import note_use

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from argowave.sources.fetch.wanted import Wanted


_DIGEST: Final = re.compile("[0-9a-f]{64}")
ARCHIVE: Final = ".tgz"
FILE: Final = ".file"
NOTES: Final = "versions"
_MODE: Final = 0o700  # of folders: credentials of this user may have brought what lies there


def default_store() -> Path:
    """Return the folder for fetched sources in the user's cache."""
    return user_cache() / "sources"


class Store:
    """A folder of fetched content; several processes may use it at once.

    Whatever is taken out is what its name says. Where others may write, nothing is believed that
    its content does not prove.
    """

    def __init__(self, folder: Path, sound: set[str] | None = None) -> None:
        """Remember where content is kept.

        Args:
            folder: where; it need not exist.
            sound: paths of trees that this run has looked at already; it grows.
        """
        self.folder = folder.absolute()  # git is run elsewhere
        self._trees = Trees(self.folder, sound)

    def archive(self, sha256: str) -> Path | None:
        """Return a chart's archive; None where it is missing or not what its name says."""
        return self._content(sha256, ARCHIVE)

    def file(self, sha256: str) -> Path | None:
        """Return a file that came by HTTP; None as for an archive."""
        return self._content(sha256, FILE)

    def tree(self, sha256: str) -> Path | None:
        """Return the folder of a tree; None where it is missing or has other content."""
        return self._trees.find(sha256)

    def is_changed(self, locked: Locked) -> bool:
        """Tell whether something is here with content that it had not when it was fetched."""
        if not (locked.is_file or locked.wanted.chart):
            return self._trees.is_changed(locked.sha256)
        suffix = FILE if locked.is_file else ARCHIVE
        path = self.folder / f"{locked.sha256}{suffix}"
        return path.exists() and self._content(locked.sha256, suffix) is None

    def add_archive(self, data: bytes) -> str:
        """Keep an archive and return its digest.

        Raises:
            FetchError: it cannot be written.
        """
        return self._add(data, ARCHIVE)

    def add_file(self, data: bytes) -> str:
        """Keep a file and return its digest.

        Raises:
            FetchError: it cannot be written.
        """
        return self._add(data, FILE)

    @contextmanager
    def unpacking(self) -> Iterator[Path]:
        """Give an empty folder to unpack a tree in; it is gone afterwards unless it was added."""
        trees = self.folder / TREES
        import tempfile  # noqa: PLC0415 (only to write; whoever lints again only asks where it is)

        with (
            _writable(self.folder),
            _writable(trees),
            tempfile.TemporaryDirectory(dir=trees, prefix=UNFINISHED) as folder,
        ):
            yield Path(folder) / "tree"

    def add_tree(self, folder: Path) -> str:
        """Move a tree from where it was unpacked, and return its digest.

        Raises:
            FetchError: it cannot be written.
        """
        with _writable(self.folder):
            digest = tree_digest(folder)
            self._trees.put(folder, digest, digest)
        return digest

    def made(self, key: str, make: Callable[[Path], None]) -> Path:
        """Return a folder that is made of what is here once, by a digest of all that makes it.

        Raises:
            FetchError: it cannot be written.
        """
        name = f"{MADE}{key}"
        if found := self._trees.find(name):
            return found
        with self.unpacking() as folder:
            make(folder)
            return self._trees.put(folder, name, tree_digest(folder))

    def recall(self, wanted: Wanted) -> Locked | None:
        """Return what an exact version was, when it was fetched without a lock."""
        try:
            note = self._note(wanted)
            if not (is_own(self.folder) and is_own(note.parent)):
                return None
            resolved, digest = map(str, json.loads(read_regular(note)))
        except (OSError, ValueError, TypeError, RecursionError):
            return None
        return Locked(wanted, resolved, digest) if _DIGEST.fullmatch(digest) else None

    def remember(self, locked: Locked) -> None:
        """Note what an exact version was."""
        with _writable(self.folder):
            text = json.dumps([locked.resolved, locked.sha256])
            _write(self._note(locked.wanted), text.encode())

    def _content(self, sha256: str, suffix: str) -> Path | None:
        path = self.folder / f"{sha256}{suffix}"
        try:
            if hashlib.sha256(read_regular(path)).hexdigest() != sha256:
                return None
        except OSError:
            return None
        with contextlib.suppress(OSError):
            note_use(path)
        return path

    def _add(self, data: bytes, suffix: str) -> str:
        digest = hashlib.sha256(data).hexdigest()
        with _writable(self.folder):
            _write(self.folder / f"{digest}{suffix}", data)
        return digest

    def _note(self, wanted: Wanted) -> Path:
        words = json.dumps([wanted.url, wanted.chart, wanted.revision])
        return self.folder / NOTES / hashlib.sha256(words.encode()).hexdigest()


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(_MODE, parents=True, exist_ok=True)
    write_whole(path, data, mode=0o600, lasting=False)


@contextmanager
def _writable(folder: Path) -> Iterator[None]:
    try:
        folder.mkdir(_MODE, parents=True, exist_ok=True)
        yield
    except OSError as error:
        message = f"the cache {folder} cannot be written: {error.strerror or error}"
        raise FetchError(message) from error
