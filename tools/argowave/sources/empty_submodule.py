"""A path of this repository → what it is in and is not checked out: a submodule, or a part.

Argo CD checks out all of a repository and its submodules; a clone on somebody's machine often has
empty folders instead, or is sparse.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final

from argowave.files.regular import read_regular
from argowave.git.sparse import ADVICE, is_left_out
from argowave.sources.fetch.submodules import takes_submodules

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PATH: Final = re.compile(
    r'^[^\S\n]*path[^\S\n]*=[^\S\n]*+"?([^"\n]*[^"\s])"?[^\S\n]*$', re.MULTILINE
)


def not_checked_out(repository: Path, path: str | Path) -> str:
    """Return what is missing and how it is had, "" where nothing is.

    Args:
        repository: absolute.
        path: absolute, or relative to the repository.
    """
    if missing := empty_submodule(repository, path):
        return missing
    return f"a part that this sparse checkout leaves out; {ADVICE}" * is_left_out(repository, path)


def empty_submodule(repository: Path, path: str | Path) -> str:
    """Return what is missing and how it is had, "" where nothing is.

    Args:
        repository: absolute.
        path: absolute, or relative to the repository.
    """
    wanted = os.path.normpath(repository / path)
    for each in _empty(repository):
        if f"{wanted}/".startswith(f"{repository / each}/"):
            return _said(each)
    return ""


def empty_submodules_below(repository: Path, folder: Path) -> list[tuple[str, str]]:
    """Return each such submodule below a folder, with what is said of it."""
    found = _empty(repository)
    return [(each, _said(each)) for each in found if (repository / each).is_relative_to(folder)]


def _empty(repository: Path) -> Iterator[str]:
    try:
        data = read_regular(f"{repository}/.gitmodules")
    except OSError:
        return
    for path in _PATH.findall(data.decode("utf-8", "replace")) if takes_submodules() else ():
        try:
            with os.scandir(repository / path) as entries:
                is_empty = next(entries, None) is None
        except (FileNotFoundError, ValueError):  # deleted; or a zero byte
            is_empty = True
        except OSError:
            is_empty = False
        if is_empty:
            yield path


def _said(path: str) -> str:
    return (
        f"the submodule {path}, which is not checked out; run `git submodule update --init {path}`"
    )
