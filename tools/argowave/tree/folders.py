"""A repository's folder → the folders and files in it that may be somebody's manifests."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from argowave.slashes import relpath

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def walk_repository(
    repository: Path, ignored: frozenset[str], *, hidden: bool = False
) -> Iterator[tuple[str, list[str], list[str]]]:
    """Give each folder with the names of its folders and files, in order, as os.walk does.

    What git ignores is left out, and hidden folders mostly; whoever takes names out of the list of
    folders is not led into those.

    Args:
        repository: absolute.
        ignored: paths relative to it, with slashes.
        hidden: whether hidden folders are wanted too, but for Git's own.
    """
    for folder, folders, names in os.walk(repository):
        shown = relpath(folder, repository)
        before = "" if shown == "." else f"{shown}/"
        folders[:] = sorted(
            each
            for each in folders
            if (not each.startswith(".") or (hidden and each != ".git"))
            and before + each not in ignored
        )
        names[:] = sorted(each for each in names if before + each not in ignored)
        yield folder, folders, names
