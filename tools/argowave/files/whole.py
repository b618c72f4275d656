"""Bytes → a file, whole or not at all: under a temporary name first, then renamed."""

from __future__ import annotations

import os
import threading
import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

PREFIX: Final = ".new-"  # how temporary names begin, unless the caller says otherwise
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def write_whole(
    path: Path, data: bytes, *, mode: int = 0o666, prefix: str = PREFIX, lasting: bool = True
) -> None:
    """Put a file with `data` in the place of whatever is at `path`.

    Several processes and threads may write the same one. It does what tempfile would, without the
    ten milliseconds that importing it takes.

    Args:
        path: in a folder that exists.
        data: all of the file.
        mode: its permissions, less those that the process withholds.
        prefix: how the temporary name begins, by which what a killed process left is known.
        lasting: whether it has to survive a machine that stops now; a cache's entry has not.

    Raises:
        OSError: it cannot be written; what was there is as it was, and nothing is left beside it.
    """
    made = path.with_name(f"{prefix}{os.getpid()}-{threading.get_ident()}-{time.time_ns()}")
    handle = os.open(made, _NEW, mode)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            if lasting:
                file.flush()
                os.fsync(file.fileno())
        made.replace(path)
    except BaseException:
        made.unlink(missing_ok=True)
        raise
