"""Which of the things that are kept in a folder go, where there is no room for all of them."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_ABANDONED: Final = 3600  # seconds after which what a killed process left is removed
_REFRESH: Final = 3600  # seconds between two notes of a use


@dataclass(frozen=True, slots=True, order=True)
class Kept:
    """One thing that is kept."""

    used: float  # seconds since the epoch, right to an hour
    size: int  # bytes
    name: str


def used_longest_ago(kept: Iterable[Kept], *, size: int, number: int = 0) -> Iterator[Kept]:
    """Give what has to go, the least recently used first.

    Args:
        kept: everything.
        size: how many bytes have to go at least.
        number: how many things.
    """
    for gone, each in enumerate(sorted(kept)):
        if size <= 0 and gone >= number:
            return
        yield each
        size -= each.size


def note_use(path: Path) -> None:
    """Note that something was used, in a file's mtime.

    Raises:
        OSError: it is not there, or not to be touched.
    """
    if time.time() - path.stat().st_mtime > _REFRESH:
        os.utime(path)


def is_abandoned(used: float) -> bool:
    """Tell whether something temporary is so old that nobody works on it any more."""
    return time.time() - used > _ABANDONED


def is_in_use(used: float) -> bool:
    """Tell whether something may be in use: its last use was noted not long ago."""
    return time.time() - used < 2 * _REFRESH
