"""A path in a repository → the file's bytes, wherever links lead, but never from outside."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from argowave.errors import RepositoryError
from argowave.files.regular import follow, read_regular

if TYPE_CHECKING:
    from pathlib import Path


def read_inside(repository: Path, path: Path, *, hint: str | None = None) -> bytes:
    """Return what a file holds that must lie in the repository.

    Args:
        repository: absolute.
        path: below it; `..` may lead out again, which is refused.
        hint: what to do where there is no such file.

    Raises:
        RepositoryError: it does not exist, lies elsewhere or cannot be read.
    """
    shown = posixpath.normpath(path.relative_to(repository).as_posix())
    try:
        inside = follow(path).is_relative_to(repository.resolve())
    except OSError as error:
        message = "is a link that leads in a circle"
        raise RepositoryError(message, path=shown) from error
    if not inside:
        is_link = not shown.startswith("../")
        message = f"{'is a link that ' if is_link else ''}leaves the repository"
        raise RepositoryError(message, path=shown)
    try:
        return read_regular(path)
    except FileNotFoundError as error:
        message = "is a link to nowhere" if path.is_symlink() else "does not exist"
        raise RepositoryError(message, path=shown, hint=hint) from error
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        raise RepositoryError(message, path=shown) from error
