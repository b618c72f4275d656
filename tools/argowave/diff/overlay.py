"""A working tree with some files changed, in a folder of its own; the working tree stays."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from argowave.files.scratch import taking_room
from argowave.revisions.files import Entry, WorkingTree, digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path


class Overlay:
    """What a repository would hold after a change; files are copied when somebody asks for them."""

    def __init__(self, repository: Path, folder: Path) -> None:
        """Take the repository, and the empty folder that stands for its changed state."""
        self._repository = repository
        self.folder = folder
        self._beneath = WorkingTree(repository)
        self._changed: dict[str, bytes | None] = {}

    def change(self, files: Mapping[str, bytes | None]) -> None:
        """Give files other contents: path relative to the repository → bytes, None for none."""
        for path, content in files.items():
            target = self.folder / path
            if content is None:
                target.unlink(missing_ok=True)
            else:
                with taking_room():
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(content)
        self._changed.update(files)

    def entries(self, path: str) -> Iterator[Entry]:
        """Give what there would be."""
        kept = [each for each in self._beneath.entries(path) if each.path not in self._changed]
        made = [
            Entry(name, digest(content), is_link=False)
            for name, content in self._changed.items()
            if content is not None and _is_at(name, path)
        ]
        yield from sorted([*kept, *made])

    def provide(self, paths: Iterable[str]) -> None:
        """Copy what is not there yet; symbolic links stay links."""
        for path in paths:
            for entry in self._beneath.entries(path):
                self._copy(entry)

    def _copy(self, entry: Entry) -> None:
        source, target = self._repository / entry.path, self.folder / entry.path
        if entry.path in self._changed or target.exists() or target.is_symlink():
            return
        if not entry.digest:
            return  # it cannot be read, which the tree of the repository itself says
        with taking_room():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target, follow_symlinks=False)
        if entry.is_link and source.resolve().is_relative_to(self._repository):
            self.provide([source.resolve().relative_to(self._repository).as_posix()])


def _is_at(name: str, path: str) -> bool:
    return not path or name == path or name.startswith(f"{path}/")
