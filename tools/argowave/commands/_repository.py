"""Which folder a command looks at: the one that is named, or the whole clone around this one."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from argowave.errors import InvocationError
from argowave.laid_out import has_environments

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

_HERE: Final = Path()  # by itself, so that it is told from a dot that somebody wrote
_PATH: Final = re.compile(r"[/\\.]")  # what no environment has in its name, and paths have
_OWN: Final = ("argowave.toml", "argowave.lock", "pyproject.toml", ".git")


def add_repository(parser: ArgumentParser) -> None:
    """Declare --repository."""
    parser.add_argument(
        "--repository",
        type=Path,
        default=_HERE,
        metavar="FOLDER",
        help="the repository's folder (default: the clone's top, or else .)",
    )


def settle_repository(arguments: Namespace) -> None:
    """Put the folder to look at into a command's arguments.

    Paths in Applications begin at the top of their repository, so that a folder in a clone means
    nothing alone. One that says something of its own to argowave is taken for a repository.
    `argowave lint FOLDER` does what `argowave lint` does in that folder.

    Raises:
        InvocationError: the folder that is named is none.
    """
    stated: Path | None = getattr(arguments, "repository", None)
    if stated is None:
        return
    if stated is not _HERE:
        _refuse_no_folder(stated)
        return
    here = _take_folder(arguments)
    if (top := _clone_around((Path.cwd() / here).resolve())) is not None:
        alone = f"--repository {here.as_posix()} looks at this folder alone"
        why = f"paths in Applications begin at its top; {alone}"
        print(f"looking at the whole clone {top.as_posix()}, as {why}", file=sys.stderr)
        arguments.repository = top


def _take_folder(arguments: Namespace) -> Path:
    """Take a word that is a folder, and can be no environment's name, for the repository."""
    words: list[str] = arguments.environments if hasattr(arguments, "takes_folder") else []
    if len(words) == 1 and _PATH.search(words[0]) and Path(words[0]).is_dir():
        arguments.repository, arguments.environments = Path(words[0]), []
    here: Path = arguments.repository
    return here


def _refuse_no_folder(path: Path) -> None:
    try:
        if path.is_dir():
            return
        message = "is no folder" if path.exists() else "there is no such folder"
    except OSError as error:
        message = f"cannot be looked into: {error.strerror}"
    raise InvocationError(message, path=path)


def _clone_around(folder: Path) -> Path | None:
    """Return the top of the clone that a folder is committed in, None where it is a top itself."""
    if has_environments(folder) or any((folder / name).exists() for name in _OWN):
        return None
    top = next((each for each in folder.parents if (each / ".git").exists()), None)
    return top if top is not None and _is_committed(folder, top) else None


def _is_committed(folder: Path, top: Path) -> bool:
    """Tell whether Git has something of a folder: a home may be in Git, and not all below it."""
    from subprocess import SubprocessError  # noqa: PLC0415 (only inside of a clone)

    from argowave.git.program import ask_git  # noqa: PLC0415 (as above)

    words = ("ls-files", "-z", "--", f":(literal){folder.relative_to(top).as_posix()}")
    try:
        return bool(ask_git(top, words).stdout)
    except (OSError, SubprocessError):
        return False
