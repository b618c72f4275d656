"""How much memory another process uses."""

from __future__ import annotations

import mmap
from typing import Final

_STATM: Final = "/proc/{}/statm"


def used_megabytes(process: int) -> float:
    """Return the resident memory of a process; 0 where the kernel does not tell (not Linux)."""
    try:
        with open(_STATM.format(process), encoding="ascii") as file:  # noqa: PTH123 (asked often)
            pages = int(file.read().split()[1])
    except (OSError, IndexError, ValueError):
        return 0
    return pages * mmap.PAGESIZE / 1e6
