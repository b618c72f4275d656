"""A folder for what is made on the way, gone afterwards, however the process that made it ends."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from argowave.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIX: Final = "argowave-scratch-"  # no other folder of argowave's is called so
# a full disk, a used up quota, a limit of a file's size
NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_YOUNG: Final = 60  # seconds in which a folder may have been made and not be locked yet


@contextlib.contextmanager
def taking_room() -> Iterator[None]:
    """Say of a disk that is full that it is the one of temporary files.

    Raises:
        OutputError: there is no room.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        raise no_room(error) from error


def no_room(error: OSError) -> OutputError:
    """Return what to say of a disk without room for temporary files."""
    message = f"a temporary file cannot be written: {error.strerror}"
    return OutputError(message, hint="TMPDIR names a folder that has room")


@contextlib.contextmanager
def scratch_folder() -> Iterator[Path]:
    """Give an empty folder of the user's own among the temporary ones, links resolved.

    It is locked as long as its process lives: what a killed one left behind is known by its
    missing lock, and removed by whoever needs such a folder next.

    Raises:
        OutputError: there is no place for temporary files.
    """
    try:
        parent = _temporary_folder()
        _remove_abandoned(parent)
    except OSError as error:
        raise _refused(error) from error
    folder = parent / f"{PREFIX}{os.urandom(8).hex()}"
    try:  # an interrupt may come as soon as the folder is there
        try:
            folder.mkdir(mode=0o700)
        except OSError as error:
            raise _refused(error) from error
        with _locked(folder):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _temporary_folder() -> Path:
    """Return where temporary files go, links resolved.

    tempfile would write a file there to see whether that can be done, and leave it behind when it
    is interrupted then; it is asked only where the usual places are not to be had.

    Raises:
        OSError: there is no such place.
    """
    for name in ("TMPDIR", "TEMP", "TMP"):
        stated = os.environ.get(name)
        if stated and Path(stated).is_dir() and os.access(stated, os.W_OK | os.X_OK):
            return Path(stated).resolve()
    import tempfile  # noqa: PLC0415 (ten milliseconds)

    return Path(tempfile.gettempdir()).resolve()


def _refused(error: OSError) -> OutputError:
    message = f"no temporary folder can be made: {error.strerror or error}"
    return OutputError(message, hint="TMPDIR names a folder that can be written")


@cache  # once is enough for a process
def _remove_abandoned(parent: Path) -> None:
    with os.scandir(parent) as found:
        names = [entry.name for entry in found if entry.name.startswith(PREFIX)]
    for name in names:
        with contextlib.suppress(OSError):  # another process's, or removed by now
            if _is_old_and_own(parent / name):
                with _locked(parent / name) as is_locked:
                    if is_locked:
                        shutil.rmtree(parent / name, ignore_errors=True)


def _is_old_and_own(folder: Path) -> bool:
    seen = folder.lstat()
    is_own = hasattr(os, "geteuid") and seen.st_uid == os.geteuid()
    return stat.S_ISDIR(seen.st_mode) and is_own and time.time() - seen.st_mtime > _YOUNG


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[bool]:
    """Hold a folder's lock, and tell whether that is so; Windows has none for folders.

    Raises:
        OSError: the folder cannot be opened.
    """
    try:
        import fcntl  # noqa: PLC0415 (POSIX only)
    except ImportError:  # pragma: no cover (Windows)
        yield False
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield _is_locked(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    finally:
        os.close(handle)


def _is_locked(handle: int, how: int) -> bool:
    import fcntl  # noqa: PLC0415 (POSIX only)

    try:
        fcntl.flock(handle, how)
    except OSError:  # held by another process, or a file system without locks
        return False
    return True
