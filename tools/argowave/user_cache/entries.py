"""Named bytes in a folder of the user's own, safe under several processes and bounded in size."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from typing import TYPE_CHECKING, Final

from argowave.files.regular import read_regular
from argowave.files.whole import PREFIX, write_whole
from argowave.user_cache.room import Kept, is_abandoned, note_use, used_longest_ago

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LARGEST: Final = 64_000_000  # bytes of one entry
LIMIT: Final = 256_000_000  # bytes of all; the entries that were used longest ago go first
_MARK: Final = b"argowave-cache-1\n"
_HEAD: Final = len(_MARK) + 32  # bytes before the content: the mark, and a SHA-256


class Entries:
    """Keeps bytes by name below one folder.

    Nobody but the user may read or write there: an entry says what is wrong with a repository,
    and a forged one would say that nothing is. Whatever goes wrong with the folder means that
    nothing is kept, never that a command fails.
    """

    def __init__(self, folder: Path, most: int | None = None) -> None:
        """Keep below `folder`, which need not exist.

        Args:
            folder: where; nothing else stands in it.
            most: how many entries; the ones that were used longest ago go first.
        """
        self._folder = folder
        self._most = most

    def read(self, name: str) -> bytes | None:
        """Return what was kept, None where nothing was or where it is damaged."""
        path = self._folder / name
        try:
            if not is_private(self._folder) or path.stat().st_size > LARGEST + _HEAD:
                return None
            data = read_regular(path)
            note_use(path)
        except OSError:
            return None
        digest = data[len(_MARK) : _HEAD]
        content = data[_HEAD:]
        sound = data.startswith(_MARK) and hashlib.sha256(content).digest() == digest
        return content if sound else None

    def write(self, name: str, content: bytes) -> bool:
        """Keep `content` under a name; tell whether it is kept."""
        if len(content) > LARGEST:
            return False
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not is_private(self._folder):
                return False
            self._make_room(len(content))
            data = _MARK + hashlib.sha256(content).digest() + content
            path = self._folder / name
            write_whole(path, data, mode=0o600, lasting=False)
        except OSError:
            return False
        return True

    def _make_room(self, wanted: int) -> None:
        """Remove what a killed process left, and the oldest entries where there is no room."""
        kept = []
        for each in self._listed():
            if each.name.startswith(PREFIX) and is_abandoned(each.used):
                self._remove(each.name)
            else:
                kept.append(each)
        size = wanted + sum(each.size for each in kept) - LIMIT
        number = 0 if self._most is None else len(kept) + 1 - self._most
        for each in used_longest_ago(kept, size=size, number=number):
            self._remove(each.name)

    def _listed(self) -> Iterator[Kept]:
        with os.scandir(self._folder) as found:
            for entry in found:
                with contextlib.suppress(OSError):  # another process has removed it
                    seen = entry.stat(follow_symlinks=False)
                    if stat.S_ISREG(seen.st_mode):  # what has its own bounds stands in folders
                        yield Kept(seen.st_mtime, seen.st_size, entry.name)

    def _remove(self, name: str) -> None:
        with contextlib.suppress(OSError):
            (self._folder / name).unlink()


def is_private(folder: Path) -> bool:
    """Tell whether a folder is the user's own, and nobody else's to read or write.

    Raises:
        OSError: it is not there.
    """
    seen = os.lstat(folder)
    if not stat.S_ISDIR(seen.st_mode):
        return False
    if os.name == "nt":  # a profile's folders are private there, and modes say nothing
        return True
    return seen.st_uid == os.geteuid() and not seen.st_mode & 0o077
