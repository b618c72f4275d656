"""Paths that must stay inside the repository."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path

from argowave.files.slashes import stated

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


class OutsideError(ValueError):
    """A path or a symbolic link leaves the repository."""


def scheme_of(path: str) -> str:
    """Return the URL scheme of a value file path as Go's url.Parse sees it, or ""."""
    match = _SCHEME.match(path)
    return match[0][:-1].lower() if match else ""


def resolve(repository: Path, folder: Path, path: str) -> Path:
    """Return the absolute path of a file that a source names.

    A leading slash means the repository's root, anything else is relative to `folder`, as in
    Argo CD (util/io/path/resolved.go). Symbolic links are followed.

    Raises:
        OutsideError: the path leaves `repository`, by `..` or by a link.
    """
    start = str(repository) if path.startswith("/") else str(folder)
    lexical = os.path.normpath(f"{start}/{stated(path)}")
    if not _is_below(lexical, str(repository)):
        message = f"{path} leaves the repository"
        raise OutsideError(message)
    if not is_inside(repository, lexical):
        message = f"{path} is a symbolic link that leaves the repository"
        raise OutsideError(message)
    return Path(lexical)


def is_inside(repository: Path, path: str | Path) -> bool:
    """Tell whether `path`, all links followed, is the repository's folder or below it."""
    return _is_below(os.path.realpath(path), _real(str(repository)))


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder}{os.sep}")


@lru_cache(maxsize=8)
def _real(repository: str) -> str:
    return os.path.realpath(repository)


def links_outside(repository: Path, folder: Path) -> list[Path]:
    """Return the symbolic links under `folder` that lead out of the repository, in order.

    Argo CD refuses a source that has one, before it renders anything.
    """
    found = []
    pending = [str(folder)]
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in entries:
                if entry.is_symlink():
                    if not is_inside(repository, entry.path):
                        found.append(Path(entry.path))
                elif entry.is_dir():
                    pending.append(entry.path)
    return sorted(found)
