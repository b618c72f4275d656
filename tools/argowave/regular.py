"""A path → where it leads, and its bytes where it is a regular file: a pipe would be waited for."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

# a pipe that nobody writes to would not even let itself be opened
_READ: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_regular(path: Path | str) -> bytes:
    """Return a file's bytes; links are followed.

    Raises:
        OSError: it cannot be read, or is no regular file.
    """
    descriptor = os.open(path, _READ)
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        raise OSError(errno.EINVAL, "is no regular file", str(path))
    with os.fdopen(descriptor, "rb") as file:
        return file.read()


def follow(path: Path) -> Path:
    """Return where a path leads, all links followed, the same on every Python.

    Raises:
        OSError: a link leads in a circle.
    """
    try:
        found = path.resolve()
    except RuntimeError as error:  # so say Python 3.11 and 3.12
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path)) from error
    if found.is_symlink():  # Python 3.13 stops there and says nothing
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    return found
