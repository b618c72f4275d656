"""A path at which nothing is → what is there and was meant, as far as one slip of the pen goes."""

from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Final

from argowave.words.slip import slip_of_name

if TYPE_CHECKING:
    from pathlib import Path

_SHORT: Final = 3  # letters


def meant_path(start: Path, path: str) -> str:
    """Return `; did you mean apps/web?` for the end of a message, "" where nothing is so near.

    Args:
        start: the folder that the path begins in.
        path: as it is written, of which one step may be a slip.
    """
    windows = PureWindowsPath(path)  # which takes slashes too
    forward = windows.as_posix()
    is_inside = not windows.anchor and ".." not in windows.parts
    if "\\" in path and is_inside and (start / forward).exists():
        return f"; write {forward}, as a backslash is a part of a name"
    steps = PurePosixPath(path).parts
    folder = start
    for number, step in enumerate(steps):
        if (folder / step).exists():
            folder = folder / step
            continue
        near = _near(step, folder)
        found = PurePosixPath(*steps[:number], near, *steps[number + 1 :])
        return f"; did you mean {found}?" if near and (start / found).exists() else ""
    return ""


def meant_file(path: Path, name: str) -> str:
    """Return the same for a file that is missing, by how its name is written."""
    near = _near(path.name, path.parent)
    return f"; did you mean {name.removesuffix(path.name)}{near}?" if near else ""


def _near(word: str, folder: Path) -> str:
    """Return the name of something in a folder that a word is a slip of, "" where none is.

    Short names and numbers differ by one sign because they are others.
    """
    try:
        names = sorted(each.name for each in folder.iterdir())
    except OSError:
        return ""
    return slip_of_name(word, names) if len(word) >= _SHORT else ""
