"""Paths → the files to validate, in one fixed order, as kubeconform finds them."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from argowave.errors import InvocationError, RepositoryError
from argowave.files.slashes import normpath

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SUFFIXES = (".yaml", ".yml", ".json")


def find_files(paths: Sequence[str], ignored: Sequence[str] = ()) -> list[str]:
    """Return the files under `paths`, each once, a folder's entries sorted by name.

    A file is taken as it is; of a folder, what ends in .yaml, .yml or .json, in any case.
    Links to folders inside a folder are not followed (filepath.Walk of Go). On Windows the paths
    have slashes, too, as in every report.

    Args:
        paths: files and folders.
        ignored: regular expressions; a path in which one of them is found is left out.

    Raises:
        RepositoryError: a path does not exist, or a folder cannot be read.
        InvocationError: a regular expression is none.
    """
    found: list[str] = []
    for path in paths:
        shown = normpath(path)
        try:
            if os.path.isdir(shown):  # noqa: PTH112 (pathlib costs twice the time of the walk)
                found += _walk("" if shown == "." else f"{shown.rstrip('/')}/", shown)
            else:
                os.stat(shown)  # noqa: PTH116 (as above)
                found.append(shown)
        except OSError as error:
            message = f"cannot be read: {error.strerror or error}"
            raise RepositoryError(message, path=normpath(error.filename or shown)) from error
    return list(dict.fromkeys(_without(found, ignored) if ignored else found))


def _walk(prefix: str, folder: str) -> Iterator[str]:
    """Give the files below a folder; their paths begin with `prefix`.

    Folders may be in each other more often than functions can.
    """
    ahead = _inside(prefix, folder)
    while ahead:
        path, is_folder, is_file = ahead.pop()
        if is_folder:
            ahead += _inside(f"{path}/", path)
        elif path.endswith(_SUFFIXES) or path.lower().endswith(_SUFFIXES):
            if not is_file:  # a pipe or a device, which may never end
                message = "is no regular file"
                raise RepositoryError(message, path=path)
            yield path


def _inside(prefix: str, folder: str) -> list[tuple[str, bool, bool]]:
    """Return what is in a folder, the last one first: whether it is a folder, or may be read."""
    with os.scandir(folder) as entries:
        return sorted(
            (
                (
                    prefix + entry.name,
                    entry.is_dir(follow_symlinks=False),
                    entry.is_file() or entry.is_symlink(),
                )
                for entry in entries
            ),
            reverse=True,
        )


def _without(found: list[str], ignored: Sequence[str]) -> list[str]:
    try:
        patterns = [re.compile(pattern) for pattern in ignored]
    except re.error as error:
        message = f'"{error.pattern!s}" is no regular expression: {error}'
        raise InvocationError(message, hint="see --ignore-filename-pattern in --help") from error
    return [path for path in found if not any(pattern.search(path) for pattern in patterns)]
