"""A folder that is changed while it is looked at: what was listed may be gone when it is read."""

from __future__ import annotations

import errno
import os
import re
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, TypeVar

from argowave.errors import (
    ChartError,
    EnvironmentFileError,
    RepositoryError,
    TemplateError,
    ToolError,
    YamlError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    Found = TypeVar("Found")

_LOOKS: Final = 3
_COARSE: Final = 20_000_000  # ns: more than a file system's clock is behind
_GONE: Final = re.compile(f"{os.strerror(errno.ENOENT)}|does not exist", re.IGNORECASE)
# what reading the folder raises; others tell of what was typed, written or asked
_OF_FILES: Final = (RepositoryError, YamlError, EnvironmentFileError, TemplateError, ChartError)
_SAID: Final = "files came or went while they were looked at: run the command again"


def look_until_still(
    folder: Path, look: Callable[[], Found], said: Callable[[Found], Iterable[str]]
) -> Found:
    """Return what is found, looked for once more where something was gone that had been listed.

    Args:
        folder: what is looked at, absolute.
        look: looks at all of it.
        said: the messages of what was found.

    Raises:
        ToolError: as `look` says.
        FileNotFoundError: likewise.
    """
    for _ in range(_LOOKS - 1):
        start = time.time_ns()
        try:
            found = look()
        except (ToolError, FileNotFoundError):
            if not _has_changed(folder, start):
                raise
        else:
            if not any(map(_GONE.search, said(found))) or not _has_changed(folder, start):
                return found
    return look()


@contextmanager
def telling_of_changes(folder: Path | None) -> Iterator[None]:
    """Say of an error that something was gone meanwhile, where that is so.

    Raises:
        RepositoryError: a file was not there any more.
    """
    start = time.time_ns()
    try:
        yield
    except FileNotFoundError as error:
        if folder is None or error.filename is None or not _has_changed(folder, start):
            raise
        place = os.fsdecode(error.filename)
        raise RepositoryError(str(error.strerror), path=place, hint=_SAID) from error
    except _OF_FILES as error:
        if folder is not None and _GONE.search(str(error)) and _has_changed(folder, start):
            error.hint = _SAID
        raise


def _has_changed(folder: Path, since: int) -> bool:
    """Tell whether something was made, removed or renamed in a folder since a time in ns.

    A folder's own time says so; Git's are left out, since git works there while it is asked.
    """
    try:
        if folder.stat().st_mtime_ns > since - _COARSE:
            return True
        for path, names, _ in os.walk(folder):
            names[:] = [name for name in names if name != ".git"]
            for name in names:
                if os.lstat(f"{path}/{name}").st_mtime_ns > since - _COARSE:
                    return True
    except OSError:  # gone by now
        return True
    return False
