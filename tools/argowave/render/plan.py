"""What render would change below one environment's rendered/ folder; nothing is written."""

from __future__ import annotations

import difflib
import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from argowave.errors import OutputError, RepositoryError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from argowave.render.rendering import Rendering

LEDGER: Final = ".rendered"  # sha256 and path of every file that render made
TEMPORARY: Final = ".argowave-"  # how the name of a file in the making begins


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
        """Yield the change as a unified diff, line by line."""
        before = self.before.decode(errors="replace").splitlines(keepends=True)
        after = self.after.decode(errors="replace").splitlines(keepends=True)
        return difflib.unified_diff(before, after, f"a/{shown}", f"b/{shown}")


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that render would do below one rendered/ folder."""

    folder: Path
    changes: tuple[Change, ...]
    strangers: tuple[str, ...]  # files there that render did not make: never touched
    ledger: bytes
    ledger_before: bytes

    @property
    def changed(self) -> bool:
        """Whether anything would be written."""
        return bool(self.changes) or self.ledger != self.ledger_before


def plan_changes(rendering: Rendering, repository: Path) -> Plan:
    """Return what has to change so that the folder holds exactly `rendering`.

    Raises:
        RepositoryError: the folder is a link that leaves the repository.
        OutputError: a file that render did not make stands where render must write.
    """
    folder = rendering.environment.rendered
    if not folder.resolve().is_relative_to(repository.resolve()):
        message = "is a link that leaves the repository"
        raise RepositoryError(message, path=folder.relative_to(repository))
    wanted = {path: text.encode() for path, text in rendering.files.items()}
    ledger_before = _bytes(folder / LEDGER)
    made = _read_ledger(ledger_before)
    present = {path: _bytes(folder / path) for path in _files(folder)}
    changes: list[Change] = []
    for path in sorted({*wanted, *(made.keys() & present.keys())}):
        before, after = present.get(path), wanted.get(path)
        if before == after:
            continue
        if before is not None and path not in made:
            raise _in_the_way(folder.relative_to(repository) / path)
        edited = before is not None and _sha(before) != made.get(path)
        action = (
            Action.ADD if before is None else Action.CHANGE if after is not None else Action.REMOVE
        )
        changes.append(Change(action, path, before or b"", after or b"", edited))
    strangers = tuple(sorted(present.keys() - made.keys() - wanted.keys()))
    ledger = "".join(f"{_sha(wanted[path])}  {path}\n" for path in sorted(wanted)).encode()
    return Plan(folder, tuple(changes), strangers, ledger, ledger_before)


def _in_the_way(shown: Path) -> OutputError:
    message = "stands where render must write, and render did not make it"
    return OutputError(message, path=shown, hint="move it away or delete it, then render again")


def _files(folder: Path) -> Iterator[str]:
    if not folder.is_dir():
        return
    for path in sorted(folder.rglob("*")):
        if path.name != LEDGER and not path.name.startswith(TEMPORARY) and not path.is_dir():
            yield path.relative_to(folder).as_posix()


def _read_ledger(data: bytes) -> dict[str, str]:
    rows = (line.split("  ", 1) for line in data.decode(errors="replace").splitlines())
    return {row[1]: row[0] for row in rows if len(row) == 2}  # noqa: PLR2004 (hash and path)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        raise RepositoryError(message, path=path) from error


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
