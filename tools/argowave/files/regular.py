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

_PART: Final = 1 << 16  # bytes


def read_regular(path: Path | str) -> bytes:
    """Return a file's bytes; links are followed.

    Raises:
        OSError: it cannot be read, or is no regular file.
    """
    descriptor = os.open(path, _READ)
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            if stat.S_ISDIR(found.st_mode):
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
            raise OSError(errno.EINVAL, "is no regular file", str(path))
        return _read(descriptor, found.st_size)
    finally:
        os.close(descriptor)


def content_of(path: Path) -> bytes:
    """Return a file's bytes, b"" where it may not be read: whoever applies it says so."""
    try:
        return read_regular(path)
    except OSError:
        return b""


def _read(descriptor: int, size: int) -> bytes:
    """Read to the end: a file of the system may have more than its size says, or less.

    Python's own file objects take half as long again for a small file.
    """
    whole = os.read(descriptor, size + 1)
    if len(whole) == size:
        return whole
    parts = [whole]
    while parts[-1]:
        parts.append(os.read(descriptor, _PART))
    return b"".join(parts)


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
