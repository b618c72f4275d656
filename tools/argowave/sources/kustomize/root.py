"""A tree that a kustomization may read: this repository, or one that was fetched."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from argowave.files.slashes import normpath, realpath, relpath
from argowave.git.ignored import is_ignored

if TYPE_CHECKING:
    from collections.abc import MutableMapping


class LeavesError(ValueError):
    """A path leads out of its repository."""


@dataclass(frozen=True, slots=True)
class Root:
    """Its folder, and where it is in the copy that is built."""

    folder: str  # all links followed
    place: str = ""  # what its paths begin with in the copy
    label: str = ""  # and in findings
    ignored: frozenset[str] = field(default=frozenset(), repr=False)  # what git ignores in it

    def place_of(self, path: str) -> str:
        """Return where a path of this tree is in the copy."""
        return normpath(self.place + relpath(path, self.folder))

    def is_ignored(self, path: str) -> bool:
        """Tell whether git ignores a path of this tree."""
        return is_ignored(relpath(path, self.folder), self.ignored)

    def shown(self, path: str) -> str:
        """Return a path of this tree as findings have it."""
        return self.label + relpath(path, self.folder)

    def resolve(self, path: str, links: MutableMapping[str, str]) -> str:
        """Return a path with all links followed, and note those on the way, as places.

        Raises:
            LeavesError: it, or a link on the way, leads out of the repository.
        """
        lexical = normpath(path)
        self._require_inside(lexical)
        here = self.folder
        for part in relpath(lexical, here).split("/"):
            here = f"{here}/{part}" if part != "." else here
            if os.path.islink(here):  # noqa: PTH114 (many)
                target = realpath(here)
                self._require_inside(target)
                links[self.place_of(here)] = self.place_of(target)
                here = target
        self._require_inside(here)
        return here

    def _require_inside(self, path: str) -> None:
        if path != self.folder and not path.startswith(f"{self.folder}/"):
            raise LeavesError(path)
