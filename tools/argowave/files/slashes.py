"""What os.path says of paths, as repositories and reports have them: with slashes on Windows."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_BACKSLASH = "\\" if os.sep == "/" else "\uf05c"


def stated(path: str) -> str:
    r"""Return a path of a manifest as this system has it: a backslash in it separates nothing.

    Argo CD runs on Linux, where it is part of a name. On Windows it becomes U+F05C, by which
    Cygwin and WSL keep such names there, so that a\b is no folder there either.
    """
    return path.replace("\\", _BACKSLASH)


def normpath(path: str) -> str:
    """Return os.path.normpath with slashes."""
    return os.path.normpath(path).replace(os.sep, "/")


def realpath(path: str | Path) -> str:
    """Return os.path.realpath with slashes."""
    return os.path.realpath(path).replace(os.sep, "/")


def relpath(path: str | Path, start: str | Path) -> str:
    """Return os.path.relpath with slashes."""
    return os.path.relpath(path, start).replace(os.sep, "/")
