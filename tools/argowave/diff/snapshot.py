"""A revision → a folder with its files, written as they are needed, beside the user's own."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from argowave.diff.git import Git


class Snapshot:
    """The files of one commit below a folder; each is written when somebody asks for it."""

    def __init__(self, git: Git, commit: str, folder: Path) -> None:
        """Remember what there is to write.

        Names that would leave the folder cannot be in a git tree, and are left out all the same.
        """
        self._git = git
        self._folder = folder
        self._waiting = {blob.path: blob for blob in git.blobs(commit) if _stays_below(blob.path)}

    def provide(self, path: str) -> None:
        """Write a file, or everything below a folder; "" stands for all of it.

        Symbolic links stay links; whether one leaves the repository is for its reader to say.
        """
        below = f"{path}/" if path and path != "." else ""
        wanted = [name for name in self._waiting if name == path or name.startswith(below)]
        blobs = [self._waiting.pop(name) for name in wanted]
        if not blobs:
            return
        contents = self._git.contents(blob.digest for blob in blobs)
        for blob, content in zip(blobs, contents, strict=True):
            target = f"{self._folder}/{blob.path}"
            os.makedirs(os.path.dirname(target), exist_ok=True)  # noqa: PTH103, PTH120 (fast)
            if blob.is_link:
                os.symlink(content, target.encode())  # noqa: PTH211 (the target is bytes)
            else:
                with open(target, "wb") as handle:  # noqa: PTH123 (as above)
                    handle.write(content)


def _stays_below(path: str) -> bool:
    parts = path.split("/")
    return bool(path) and not path.startswith("/") and ".." not in parts and ".git" not in parts
