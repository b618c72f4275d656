"""Plans → files, all or nothing: everything is written under temporary names before any is moved.

A run that dies before the moves leaves the old files; one that dies between them leaves each
file whole, old or new, and the next run puts the rest right.
"""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from argowave.errors import OutputError
from argowave.render.plan import LEDGER, TEMPORARY, Action

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from argowave.render.plan import Plan


@contextlib.contextmanager
def only_one(repository: Path) -> Iterator[None]:
    """Let one render at a time write; the lock goes with the process, however it ends.

    Raises:
        OutputError: environments/ cannot be written, or another render is at work.
    """
    path = repository / "environments" / f"{TEMPORARY}lock"
    try:
        handle = path.open("w")
    except OSError as error:
        message = f"cannot be written: {error.strerror or error}"
        raise OutputError(message, path=path) from error
    with handle:
        _lock(handle.fileno(), path)
        yield


def apply_plans(plans: Sequence[Plan]) -> None:
    """Write what the plans say, in all environments or in none.

    Raises:
        OutputError: a file cannot be written; nothing has changed then.
    """
    moves: list[tuple[Path, Path]] = []
    try:
        for plan in plans:
            if plan.changed:
                _sweep(plan.folder)
                moves.extend(_stage(plan))
    except OSError as error:
        _discard(moves)
        message = f"cannot be written: {error.strerror or error}; nothing was changed"
        raise OutputError(message, path=error.filename) from error
    except BaseException:
        _discard(moves)
        raise
    for temporary, final in moves:
        temporary.replace(final)
    for plan in plans:
        _remove(plan)


def _stage(plan: Plan) -> Iterator[tuple[Path, Path]]:
    for change in plan.changes:
        if change.action is not Action.REMOVE:
            yield _stage_file(plan.folder / change.path, change.after)
    # last, so that a file never loses its entry before it is what the entry says
    yield _stage_file(plan.folder / LEDGER, plan.ledger)


def _stage_file(final: Path, data: bytes) -> tuple[Path, Path]:
    final.parent.mkdir(parents=True, exist_ok=True)
    temporary = final.with_name(f"{TEMPORARY}{final.name}")
    with temporary.open("wb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())
    return temporary, final


def _discard(moves: list[tuple[Path, Path]]) -> None:
    for temporary, _ in moves:
        temporary.unlink(missing_ok=True)


def _sweep(folder: Path) -> None:
    """Remove what a run that died left in the making."""
    if folder.is_dir():
        for path in folder.rglob(f"{TEMPORARY}*"):
            path.unlink(missing_ok=True)


def _remove(plan: Plan) -> None:
    for change in plan.changes:
        if change.action is Action.REMOVE:
            path = plan.folder / change.path
            path.unlink(missing_ok=True)
            with contextlib.suppress(OSError):  # not empty: somebody else's file is in it
                path.parent.rmdir()


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
