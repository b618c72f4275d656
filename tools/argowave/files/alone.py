"""One process at a time in a folder, the others waiting for it."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Wait for other processes that are alone in a folder, where the system has locks on folders.

    The lock goes with the process, however it ends. It is no lock for a scratch folder: that one is
    locked by its own process, which would wait for itself.

    Raises:
        OSError: the folder is not there or cannot be opened.
    """
    try:
        import fcntl  # noqa: PLC0415 (not on Windows)
    except ImportError:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some file systems have none
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
