"""The list of what render made below one rendered/ folder: a sha256 and a path a line."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from argowave.errors import RepositoryError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LEDGER: Final = ".rendered"


@dataclass(frozen=True, slots=True)
class Ledger:
    """What render made: only these files does it ever change or remove."""

    text: bytes
    hashes: Mapping[str, frozenset[str]]  # path → the sha256 that it may have

    @classmethod
    def of(cls, files: Mapping[str, bytes]) -> Ledger:
        """Return the ledger of `files`."""
        rows = "".join(f"{_sha(files[path])}  {path}\n" for path in sorted(files))
        return cls(rows.encode(), {path: frozenset({_sha(files[path])}) for path in files})

    @classmethod
    def read(cls, folder: Path) -> Ledger:
        """Return the ledger of a folder, an empty one where there is none.

        Lines that are none of a ledger's are passed over, so that one with the marks of a
        merge in it counts for both sides.

        Raises:
            RepositoryError: it cannot be read.
        """
        path = folder / LEDGER
        try:
            text = path.read_bytes()
        except FileNotFoundError:
            text = b""
        except OSError as error:
            message = f"cannot be read: {error.strerror or error}"
            raise RepositoryError(message, path=path) from error
        return cls(text, _rows(text))

    def holds(self, path: str, data: bytes) -> bool:
        """Return whether `data` is what render wrote to `path`."""
        return _sha(data) in self.hashes.get(path, ())

    def joined(self, other: Ledger) -> Ledger:
        """Return the ledger of a folder that is on its way from this one to `other`."""
        text = self.text + other.text
        return Ledger(text, _rows(text))


def _rows(text: bytes) -> dict[str, frozenset[str]]:
    rows: dict[str, frozenset[str]] = {}
    for line in text.decode(errors="replace").splitlines():
        sha, blanks, path = line.partition("  ")
        if blanks:
            rows[path] = rows.get(path, frozenset()) | {sha}
    return rows


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
