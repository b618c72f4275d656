"""Results by their content: what came of the same bytes before is not worked out again."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_ENTRIES = 2_000  # of one kind; the oldest go first


def digest_of(parts: Iterable[bytes]) -> str:
    """Return one digest of several byte strings; where one ends and the next begins counts."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(f"{len(part)}:".encode())
        digest.update(part)
    return digest.hexdigest()


class ResultCache:
    """A folder of results, each below the digest of all that it depends on.

    Several processes may use it at once. An entry begins with its own digest, so that one that
    was damaged counts as missing; a folder that cannot be written keeps nothing.
    """

    def __init__(self, folder: Path) -> None:
        """Remember where results are kept."""
        self._folder = folder

    def get(self, key: str) -> bytes | None:
        """Return what was kept below a key."""
        try:
            digest, _, data = self._path(key).read_bytes().partition(b"\n")
        except OSError:
            return None
        return data if digest == hashlib.sha256(data).hexdigest().encode() else None

    def put(self, key: str, data: bytes) -> None:
        """Keep a result."""
        path = self._path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
                file.write(hashlib.sha256(data).hexdigest().encode() + b"\n" + data)
            Path(file.name).replace(path)
            self._prune()
        except OSError:
            return

    def _path(self, key: str) -> Path:
        return self._folder / key

    def _prune(self) -> None:
        entries = sorted(os.scandir(self._folder), key=lambda entry: entry.stat().st_mtime)
        for entry in entries[: max(0, len(entries) - MOST_ENTRIES)]:
            Path(entry.path).unlink(missing_ok=True)
