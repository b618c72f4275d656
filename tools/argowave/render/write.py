"""Plans → files, all or nothing.

1. Every file is written under a temporary name; when one cannot be, nothing has changed.
2. Each folder's ledger comes to hold what render made and what it is about to make.
3. What no template makes any more is removed (first, for a name that only changed its case on
   a disk that does not tell the two apart), and the files are moved to their names.
4. Each folder's ledger comes to hold what render made.

A run that dies leaves each file whole, old or new, and a ledger that knows all of them, so
that the next run puts the rest right.
"""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from argowave.errors import OutputError
from argowave.render.ledger import LEDGER
from argowave.render.plan import Action
from argowave.render.present import TEMPORARY, files_in_the_making

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from argowave.render.plan import Plan

Moves = list[tuple["Path", "Path"]]  # from a temporary name to the final one


@contextlib.contextmanager
def only_one(repository: Path) -> Iterator[None]:
    """Let one render at a time write; the lock goes with the process, however it ends.

    Raises:
        OutputError: environments/ cannot be written, or another render is at work.
    """
    path = repository / "environments" / f"{TEMPORARY}lock"
    try:
        handle = path.open("a")
    except OSError as error:
        message = f"cannot be written: {error.strerror or error}"
        raise OutputError(message, path=path) from error
    with handle:
        _lock(handle.fileno(), path)
        yield


def apply_plans(plans: Sequence[Plan]) -> None:
    """Write what the plans say, in all environments or in none.

    Raises:
        OutputError: a file cannot be written.
    """
    begun, moves, ended = _stage(plans)
    try:
        _move(begun)
        for plan in plans:
            _remove(plan)
        _move(moves)
        _move(ended)
    except OSError as error:
        message = f"cannot be written: {error.strerror or error}"
        hint = "some files are new, the others old: render again once it can be written"
        raise OutputError(message, path=error.filename, hint=hint) from error


def _stage(plans: Sequence[Plan]) -> tuple[Moves, Moves, Moves]:
    begun: Moves = []
    moves: Moves = []
    ended: Moves = []
    try:
        for plan in plans:
            for path in files_in_the_making(plan.folder):
                path.unlink(missing_ok=True)
            if not plan.changed:
                continue
            ledger = plan.folder / LEDGER
            _stage_file(begun, ledger, plan.ledger_before.joined(plan.ledger).text, "begun")
            for change in plan.changes:
                if change.action is not Action.REMOVE:
                    _stage_file(moves, plan.folder / change.path, change.after)
            _stage_file(ended, ledger, plan.ledger.text)
    except BaseException as error:
        for temporary, _ in (*begun, *moves, *ended):
            temporary.unlink(missing_ok=True)
        if not isinstance(error, OSError):
            raise
        message = f"cannot be written: {error.strerror or error}; nothing was changed"
        raise OutputError(message, path=error.filename) from error
    return begun, moves, ended


def _stage_file(moves: Moves, final: Path, data: bytes, stage: str = "new") -> None:
    final.parent.mkdir(parents=True, exist_ok=True)
    # no name that Argo CD would read, should it be committed
    temporary = final.with_name(f"{TEMPORARY}{stage}-{final.name}.part")
    moves.append((temporary, final))  # before it is there, so that half of it goes too
    with temporary.open("wb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())


def _move(moves: Moves) -> None:
    for temporary, final in moves:
        temporary.replace(final)


def _remove(plan: Plan) -> None:
    for change in plan.changes:
        if change.action is not Action.REMOVE:
            continue
        path = plan.folder / change.path
        path.unlink(missing_ok=True)
        for parent in path.parents:
            if parent == plan.folder:
                break
            try:
                parent.rmdir()
            except OSError:  # not empty: something else stands in it
                break


def _lock(descriptor: int, path: Path) -> None:
    try:
        import fcntl  # noqa: PLC0415 (POSIX only)
    except ImportError:  # pragma: no cover (Windows)
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        message = "another render is at work in this repository"
        raise OutputError(message, path=path, hint="wait for it to end") from error
