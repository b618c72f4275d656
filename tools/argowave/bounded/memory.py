"""How much memory another process uses."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Final

_STATM: Final = "/proc/{}/statm"


def used_megabytes(process: int) -> float:
    """Return the resident memory of a process; 0 where the kernel does not tell (not Linux)."""
    try:
        with open(_STATM.format(process), encoding="ascii") as file:  # noqa: PTH123 (asked often)
            pages = int(file.read().split()[1])
    except (OSError, IndexError, ValueError):
        return 0
    return pages * _page() / 1e6


@lru_cache(maxsize=1)
def _page() -> int:
    return os.sysconf("SC_PAGE_SIZE")
