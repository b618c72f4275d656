"""What `import "path"` in a Jsonnet program means, inside the repository."""

from __future__ import annotations

import os
import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING

from argowave.git.ignored import COMMIT, is_ignored
from argowave.sources.boundary import is_inside
from argowave.sources.empty_submodule import empty_submodule

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path


class ImportRefusedError(Exception):
    """A path that is not there, or that no program may read."""


class NotHereError(ImportRefusedError):
    """A path that Argo CD would have: it is in a submodule that is not checked out here."""


@dataclass(frozen=True, slots=True)
class Importer:
    """Finds files as go-jsonnet's FileImporter does, with paths relative to the repository.

    Argo CD's own importer would read what lies outside of the repository too, from the disk of its
    repo-server, which nobody can check and nobody should rely on: here it is refused.
    """

    repository: Path  # absolute
    folders: tuple[str, ...]  # where a path is looked for, the last one first
    ignored: Collection[str]  # what git ignores

    def __call__(self, folder: str, path: str) -> tuple[str, bytes]:
        """Return where a file was found, and what it says.

        Args:
            folder: of the file that imports, first of all looked into.
            path: as the program has it.

        Raises:
            ImportRefusedError: with words for a finding.
        """
        if path.startswith("/"):
            message = f"it imports {path}, which is outside of the repository"
            raise ImportRefusedError(message)
        missing = ""
        for each in (folder, *reversed(self.folders)):
            found = posixpath.normpath(posixpath.join(each, path))
            if (content := self._read(found)) is not None:
                return found, content
            missing = missing or empty_submodule(self.repository, found)
        if missing:
            message = f"it imports {path}, which may be in {missing}"
            raise NotHereError(message)
        message = f"it imports {path}, which is neither beside it nor in a folder of libs"
        raise ImportRefusedError(message)

    def _read(self, path: str) -> bytes | None:
        there = self.repository / path
        if path == ".." or path.startswith("../") or not is_inside(self.repository, there):
            message = f"it imports {path}, which is outside of the repository"
            raise ImportRefusedError(message)
        try:
            if not there.exists():
                return None
            if not there.is_file():  # a folder, or a pipe that would never end
                message = f"it imports {path}, which is no file"
                raise ImportRefusedError(message)
            content = there.read_bytes()
        except OSError as error:
            message = f"it imports {path}, which cannot be read: {os.strerror(error.errno or 0)}"
            raise ImportRefusedError(message) from error
        if is_ignored(path, self.ignored):
            message = f"it imports {path}, which git ignores, so Argo CD does not have it; {COMMIT}"
            raise ImportRefusedError(message)
        return content
