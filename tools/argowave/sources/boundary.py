"""Paths that must stay inside the repository."""

from __future__ import annotations

import os
import re
from pathlib import Path

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
    joined = repository / path.lstrip("/") if path.startswith("/") else folder / path
    lexical = Path(os.path.normpath(joined))
    if not is_inside(repository, lexical):
        message = f"{path} leaves the repository"
        raise OutsideError(message)
    real = lexical.resolve()
    if not is_inside(repository.resolve(), real):
        message = f"{path} is a symbolic link that leaves the repository"
        raise OutsideError(message)
    return lexical


def is_inside(folder: Path, path: Path) -> bool:
    """Tell whether `path` is `folder` or below it; both absolute, neither is read."""
    return path == folder or folder in path.parents


def links_outside(repository: Path, folder: Path) -> list[Path]:
    """Return the symbolic links under `folder` that lead out of the repository, in order.

    Argo CD refuses a source that has one, before it renders anything.
    """
    root = repository.resolve()
    found = []
    pending = [str(folder)]
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in entries:
                if entry.is_symlink():
                    if not is_inside(root, Path(entry.path).resolve()):
                        found.append(Path(entry.path))
                elif entry.is_dir():
                    pending.append(entry.path)
    return sorted(found)
