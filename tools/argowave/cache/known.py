"""What is known of each file by its stat, as bytes that are written and read from one end.

Files come in the order of a walk, the last time as this time, so that one line at a time is
enough. A line is the place of the ground where the file was met, its stat, the SHA-256 of its
content and its path; a NUL ends it, which is in no path.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.files.walk import Signature

_AT_ONCE: Final = 1 << 16  # bytes
_QUICK: Final = 1  # of zlib's levels
_LINES: Final = 256  # that are compressed together

Line = tuple[tuple[int, str], str, str]  # (place, path), stat, digest
_END: Final[Line] = ((1 << 31, ""), "", "")  # behind every place


class Noted:
    """Files that are noted one after the other."""

    def __init__(self) -> None:
        """Start with none."""
        self._compressor = zlib.compressobj(_QUICK)
        self._pieces: list[bytes] = []
        self._lines: list[str] = []

    def add(self, place: int, path: str, seen: Signature, digest: str) -> None:
        """Note a file that comes behind all others."""
        self._lines.append(f"{place} {_text(seen)} {digest} {path}\0")
        if len(self._lines) >= _LINES:
            self._press()

    def to_bytes(self) -> bytes:
        """Return all of them."""
        self._press()
        return b"".join([*self._pieces, self._compressor.flush()])

    def _press(self) -> None:
        data = "".join(self._lines).encode("utf-8", "surrogateescape")
        self._pieces.append(self._compressor.compress(data))
        self._lines.clear()


class KnownFiles:
    """Files that were noted, asked for in the same order."""

    def __init__(self, data: bytes) -> None:
        """Read what `Noted` made; nothing is known from where it is something else."""
        self._lines = _read(data)
        self._next = next(self._lines, _END)

    def digest_of(self, place: int, path: str, seen: Signature) -> str:
        """Return the digest of a file's content, "" where it is not known with this stat."""
        wanted = place, path
        while self._next[0] < wanted:
            self._next = next(self._lines, _END)
        found, stat, digest = self._next
        return digest if found == wanted and stat == _text(seen) else ""


def _text(seen: Signature) -> str:
    return "-".join(map(str, seen))


def _read(data: bytes) -> Iterator[Line]:
    rest = b""
    try:
        for piece in _decompressed(data):
            *lines, rest = (rest + piece).split(b"\0")
            for line in lines:
                place, stat, digest, path = line.decode("utf-8", "surrogateescape").split(" ", 3)
                yield (int(place), path), stat, digest
    except (zlib.error, ValueError):
        return


def _decompressed(data: bytes) -> Iterator[bytes]:
    """Give what was compressed, a piece at a time.

    Raises:
        zlib.error: it was not.
    """
    decompressor = zlib.decompressobj()
    for start in range(0, len(data), _AT_ONCE):
        yield decompressor.decompress(data[start : start + _AT_ONCE])
