"""What Git LFS leaves in a file's place."""

from __future__ import annotations

from typing import Final

POINTER: Final = (
    "is a Git LFS pointer; run `git lfs pull` for the file itself, which Argo CD reads only with "
    "enableLfs on the repository"
)
_START: Final = b"version https://git-lfs.github.com/spec/"


def is_pointer(data: bytes) -> bool:
    """Tell whether a file's bytes, or the first of them, only say where the file is."""
    return data.startswith(_START)
