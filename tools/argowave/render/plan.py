"""What render would change below one environment's rendered/ folder; nothing is written."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from argowave.errors import OutputError, RepositoryError
from argowave.render.checking import holds_secret
from argowave.render.ledger import Ledger
from argowave.render.present import read_present

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from argowave.render.rendering import Rendering


class Action(StrEnum):
    """What happens to a file."""

    ADD = "add"
    CHANGE = "change"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Change:
    """One file that render would write or remove."""

    action: Action
    path: str  # below rendered/
    before: bytes
    after: bytes
    edited: bool  # a person changed it since render wrote it: that edit is lost

    def diff(self, shown: str) -> Iterator[str]:
        """Yield the change as a unified diff, line by line; a Secret's lines stay unshown."""
        before, after = (each.decode(errors="replace") for each in (self.before, self.after))
        if holds_secret(before) or holds_secret(after):
            yield f"(the lines of {shown} are not shown: it holds a Secret)\n"
            return
        old, new = (each.splitlines(keepends=True) for each in (before, after))
        for line in difflib.unified_diff(old, new, f"a/{shown}", f"b/{shown}"):
            yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that render would do below one rendered/ folder."""

    folder: Path
    changes: tuple[Change, ...]
    strangers: tuple[str, ...]  # files there that render did not make: never touched
    ledger: Ledger  # what render will have made
    ledger_before: Ledger

    @property
    def changed(self) -> bool:
        """Whether anything would be written."""
        return bool(self.changes) or self.ledger.text != self.ledger_before.text


def plan_changes(rendering: Rendering, repository: Path) -> Plan:
    """Return what has to change so that the folder holds exactly `rendering`.

    Raises:
        RepositoryError: the folder, or one in it, is a link, or cannot be read.
        OutputError: a file that render did not make stands where render must write.
    """
    folder = rendering.environment.rendered
    shown = folder.relative_to(repository)
    wanted = {path: text.encode() for path, text in rendering.files.items()}
    _refuse_links(folder, shown, wanted)
    made = Ledger.read(folder)
    present = read_present(folder)
    changes: list[Change] = []
    for path in sorted({*wanted, *(made.hashes.keys() & present.keys())}):
        before, after = present.get(path), wanted.get(path)
        if before == after:
            continue
        known = before is None or path in made.hashes or _same_header(before, after)
        if not known or (folder / path).is_dir():
            raise _in_the_way(shown / path)
        edited = before is not None and not made.holds(path, before)
        changes.append(Change(_action(before, after), path, before or b"", after or b"", edited))
    strangers = tuple(sorted(present.keys() - made.hashes.keys() - wanted.keys()))
    return Plan(folder, tuple(changes), strangers, Ledger.of(wanted), made)


def _action(before: bytes | None, after: bytes | None) -> Action:
    if before is None:
        return Action.ADD
    return Action.REMOVE if after is None else Action.CHANGE


def _same_header(before: bytes | None, after: bytes | None) -> bool:
    """Return whether the first line says that the same template made both."""
    if before is None or after is None:
        return False
    return before.partition(b"\n")[0] == after.partition(b"\n")[0]


def _refuse_links(folder: Path, shown: Path, wanted: Iterable[str]) -> None:
    """Never write through a link: where it leads is not render's."""
    below = {parent for path in wanted for parent in PurePosixPath(path).parents}
    for path in sorted({*below, PurePosixPath()}):
        if (folder / path).is_symlink():
            message = "is a link, and render writes into folders only"
            raise RepositoryError(message, path=shown / path)


def _in_the_way(shown: Path) -> OutputError:
    message = "stands where render must write, and render did not make it"
    return OutputError(message, path=shown, hint="move it away or delete it, then render again")
