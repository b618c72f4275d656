"""A repository's folder → the folders and files in it that may be somebody's manifests."""

from __future__ import annotations

import os
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from argowave.files.slashes import relpath

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path


def walk_repository(
    repository: Path,
    ignored: frozenset[str],
    *,
    hidden: bool = False,
    excluded: Sequence[str] = (),
    unreadable: Callable[[OSError], object] | None = None,
) -> Iterator[tuple[str, list[str], list[str]]]:
    """Give each folder with the names of its folders and files, in order, as os.walk does.

    What git ignores is left out, and hidden folders mostly; whoever takes names out of the list of
    folders is not led into those.

    Args:
        repository: absolute.
        ignored: paths relative to it, with slashes.
        hidden: whether hidden folders are wanted too, but for Git's own.
        excluded: globs over such paths, whose `*` goes over slashes; a folder that one matches is
            left out with all that is in it.
        unreadable: is told of each folder that cannot be listed.
    """

    def is_wanted(path: str) -> bool:
        return path not in ignored and not any(fnmatchcase(path, each) for each in excluded)

    for folder, folders, names in os.walk(repository, onerror=unreadable):
        shown = relpath(folder, repository)
        before = "" if shown == "." else f"{shown}/"
        folders[:] = sorted(
            each
            for each in folders
            if (not each.startswith(".") or (hidden and each != ".git"))
            and is_wanted(before + each)
        )
        names[:] = sorted(each for each in names if is_wanted(before + each))
        yield folder, folders, names
