"""How much memory another process uses."""

from __future__ import annotations

import mmap
import os
from typing import Final

_CHILDREN: Final = "/proc/{}/task/{}/children"
_STATM: Final = "/proc/{}/statm"


def used_megabytes(process: int) -> float:
    """Return the resident memory of a process; 0 where the kernel does not tell (not Linux)."""
    try:
        with open(_STATM.format(process), encoding="ascii") as file:  # noqa: PTH123 (asked often)
            pages = int(file.read().split()[1])
    except (OSError, IndexError, ValueError):
        return 0
    return pages * mmap.PAGESIZE / 1e6


def tree_megabytes(process: int) -> float:
    """Return the resident memory of a process and of everything that it has started."""
    return used_megabytes(process) + sum(tree_megabytes(child) for child in _children(process))


def _children(process: int) -> list[int]:
    """Return the children of a process, those of all of its threads; none where nobody tells."""
    try:
        threads = os.listdir(f"/proc/{process}/task")  # noqa: PTH208 (asked often)
    except OSError:
        return []
    found: list[int] = []
    for thread in threads:
        try:
            with open(_CHILDREN.format(process, thread), encoding="ascii") as file:  # noqa: PTH123 (asked often)
                found += map(int, file.read().split())
        except OSError:
            continue  # it has ended meanwhile
    return found
