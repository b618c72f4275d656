"""A store → the same without what killed processes left, and not larger than its bound."""

from __future__ import annotations

import contextlib
import os
import re
import stat
from typing import TYPE_CHECKING, Final

from argowave.files.whole import PREFIX
from argowave.sources.fetch.answers import ANSWERS
from argowave.sources.fetch.store import ARCHIVE, FILE, NOTES
from argowave.sources.fetch.trees import TREES, Trees
from argowave.user_cache.room import Kept, is_abandoned, is_in_use, used_longest_ago

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

_KEPT: Final = re.compile(rf"[0-9a-f]{{64}}({re.escape(ARCHIVE)}|{re.escape(FILE)})")
_TEMPORARY: Final = re.compile(rf"{re.escape(PREFIX)}\d+-\d+-\d+")
LIMIT: Final = 5_000_000_000  # bytes: ten of the largest trees that are taken


def prune(store: Path, named: Collection[str], limit: int = LIMIT) -> list[Kept]:
    """Make a store no larger than a limit, and remove what killed processes left there.

    What was used longest ago goes first, and never what was used not long ago: another process
    may be looking at it. Whatever cannot be removed stays, and so does what a store does not make.

    Args:
        store: its folder; nothing happens where there is none.
        named: digests of what stays in any case.
        limit: bytes of everything that is kept.

    Returns:
        What was removed for its size.
    """
    trees = Trees(store)
    _clear(store, trees)
    kept = [*_files(store, _KEPT), *trees.kept()]
    over = sum(each.size for each in kept) - limit
    spare = (each for each in kept if not (_digest(each) in named or is_in_use(each.used)))
    gone = []
    for each in used_longest_ago(spare, size=over):
        with contextlib.suppress(OSError):
            _remove(store, each, trees)
            gone.append(each)
    return gone


def _clear(store: Path, trees: Trees) -> None:
    """Remove temporary files and folders, and trees without a mark, that nobody works on."""
    for folder in (store, store / ANSWERS, store / NOTES, store / TREES):
        for each in _files(folder, _TEMPORARY):
            if is_abandoned(each.used):
                with contextlib.suppress(OSError):
                    (folder / each.name).unlink()
    for each in trees.unfinished():
        if is_abandoned(each.used):
            with contextlib.suppress(OSError):
                trees.remove(each.name)


def _remove(store: Path, kept: Kept, trees: Trees) -> None:
    if _KEPT.fullmatch(kept.name):
        (store / kept.name).unlink()
    else:
        trees.remove(kept.name)


def _digest(kept: Kept) -> str:
    return kept.name.partition(".")[0]


def _files(folder: Path, names: re.Pattern[str]) -> Iterator[Kept]:
    """Give the files with such names; none where the folder is missing or cannot be read."""
    with contextlib.suppress(OSError), os.scandir(folder) as found:
        for entry in found:
            with contextlib.suppress(OSError):  # another process has removed it
                seen = entry.stat(follow_symlinks=False)
                if names.fullmatch(entry.name) and stat.S_ISREG(seen.st_mode):
                    yield Kept(seen.st_mtime, seen.st_size, entry.name)
