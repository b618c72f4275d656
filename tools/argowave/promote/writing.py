"""A promotion → files: all of them, or the tree as it was."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import threading
from typing import TYPE_CHECKING, Final

from argowave.errors import OutputError
from argowave.process.ending import ASKED
from argowave.render import apply_plans, only_one, plan_changes
from argowave.render.ledger import LEDGER
from argowave.render.present import TEMPORARY, files_in_the_making

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from argowave.promote.promotion import Promotion

_NOTHING: Final = "; nothing was changed"


def carry_out(promotion: Promotion) -> None:
    """Write what the promotion says.

    versions.yaml is moved to its name last: a machine that stops before that has rendered files
    that the next render takes back.

    Raises:
        OutputError: a file cannot be written, or something changed since the promotion was
            prepared; nothing has changed then.
    """
    repository = promotion.repository
    versions = repository / promotion.path
    paths = [repository / each for each in promotion.files]
    with only_one(repository):
        _refuse_if_stale(promotion, versions)
        folder = promotion.plan.folder
        with restored_on_failure([*paths, versions, folder / LEDGER], folder):
            try:
                apply_plans([promotion.plan])
                _write(versions, promotion.versions)
            except OutputError as error:
                message = f"{error.message.removesuffix(_NOTHING)}{_NOTHING}"
                raise OutputError(message, path=error.path) from error
            except OSError as error:
                message = f"cannot be written: {error.strerror or error}{_NOTHING}"
                raise OutputError(message, path=error.filename) from error


@contextlib.contextmanager
def restored_on_failure(paths: Iterable[Path], folder: Path) -> Iterator[None]:
    """Put files back as they were when what is done inside fails or is interrupted.

    Args:
        paths: every file that is written inside.
        folder: where what is in the making is removed as well.
    """
    before = {path: path.read_bytes() if path.exists() else None for path in paths}
    try:
        yield
    except BaseException:
        with _uninterrupted():
            for path in files_in_the_making(folder):
                path.unlink(missing_ok=True)
            for path, content in before.items():
                _restore(path, content)
        raise


def _restore(path: Path, content: bytes | None) -> None:
    now = path.read_bytes() if path.exists() else None
    if now == content:
        return
    if content is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, content)
        return
    path.unlink()
    for parent in path.parents:  # folders that were made for it
        try:
            parent.rmdir()
        except OSError:
            break


def _write(path: Path, content: bytes) -> None:
    temporary = path.with_name(f"{TEMPORARY}promote-{path.name}.part")
    try:
        with temporary.open("wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        if path.exists():
            shutil.copymode(path, temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _refuse_if_stale(promotion: Promotion, versions: Path) -> None:
    source = versions.parent.parent / promotion.source / versions.name
    plan = plan_changes(promotion.rendering, promotion.repository)
    now = (versions.read_bytes(), source.read_bytes(), plan)
    if now != (promotion.versions_before, promotion.versions, promotion.plan):
        message = f"has changed since the promotion was shown{_NOTHING}"
        raise OutputError(message, path=versions.parent, hint="promote again, and look again")


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let a second Ctrl-C, or a SIGTERM after it, not break off what the first one began."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = (signal.SIGINT, *ASKED)
    former = [signal.signal(number, signal.SIG_IGN) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, former, strict=True):
            signal.signal(number, handler)
