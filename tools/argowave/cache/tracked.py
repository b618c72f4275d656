"""Git's index → a digest of the names in it, which decide what is ignored and what is not.

The rest of an index is another one in each clone: times, inodes, sizes.
"""

from __future__ import annotations

import struct
from hashlib import sha256
from typing import Final

_HEADER: Final = struct.Struct(">4sLL")
_READ: Final = (2, 3)  # versions; names in version 4 are abbreviated
_FLAGS: Final = 60  # where the flags of an entry begin
_EXTENDED: Final = 0x4000
_SPLIT: Final = b"link"  # most names are in another file, which this one names by its digest


def digest_of_names(index: bytes) -> str:
    """Return a digest that is the same for the same names, and perhaps for no others.

    Of an index that cannot be read as one the digest is that of all its bytes.
    Source for the format: gitformat-index of Git 2.47.
    """
    try:
        names = _names(index)
    except (struct.error, ValueError):
        names = None
    return sha256(index if names is None else b"\0".join(names)).hexdigest()


def _names(index: bytes) -> list[bytes] | None:
    mark, version, number = _HEADER.unpack_from(index)
    if mark != b"DIRC" or version not in _READ:
        return None
    at = _HEADER.size
    names = []
    for _ in range(number):
        (flags,) = struct.unpack_from(">H", index, at + _FLAGS)
        start = at + _FLAGS + (4 if flags & _EXTENDED else 2)
        end = index.index(b"\0", start)
        names.append(index[start:end])
        at += (end - at + 8) // 8 * 8
    return None if _SPLIT in index[at:] else names
