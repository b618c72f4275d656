"""A rendered/ folder → {path: bytes} of what stands in it now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.errors import RepositoryError
from argowave.files.regular import read_regular
from argowave.render.ledger import LEDGER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEMPORARY: Final = ".argowave-"  # how the name of a file in the making begins


def read_present(folder: Path) -> dict[str, bytes]:
    """Return what stands below `folder`, but the ledger and what a dead run left in the making.

    A link is what it says, not what it leads to: render replaces it and never follows it.

    Raises:
        RepositoryError: a file cannot be read.
    """
    return {path.relative_to(folder).as_posix(): _content(path) for path in _files(folder)}


def files_in_the_making(folder: Path) -> Iterator[Path]:
    """Yield what a run that died left behind."""
    if folder.is_dir():
        yield from folder.rglob(f"{TEMPORARY}*")


def _files(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        return
    for path in sorted(folder.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            continue
        if path != folder / LEDGER and not path.name.startswith(TEMPORARY):
            yield path


def _content(path: Path) -> bytes:
    try:
        if path.is_symlink():
            return f"link to {path.readlink()}\n".encode(errors="surrogateescape")
        return read_regular(path)
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        raise RepositoryError(message, path=path) from error
