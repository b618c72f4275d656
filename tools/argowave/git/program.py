"""Git, asked about a repository that may be a stranger's: nothing that it says starts a program."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from argowave.files.regular import read_regular

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Sequence

# A repository that was unpacked, or that lies bare inside of another one, has settings of a
# stranger's; none of them may start a program, and nothing is fetched that a partial clone lacks.
_SETTINGS: Final = (
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "log.showSignature=false",
    "safe.bareRepository=explicit",
)
_ENVIRONMENT: Final = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
}
# what a hook's environment says of its repository, which need not be the one that is asked about
ELSEWHERE: Final = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_NAMESPACE"),
    *("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"),
)
# what changes how git answers: notes among its words, and what paths mean
_OTHERWISE: Final = ("GIT_TRACE", "GIT_LITERAL_", "GIT_GLOB_", "GIT_NOGLOB_", "GIT_ICASE_")
_PATIENCE: Final = 60  # seconds for one question
_UNANSWERED: Final[list[str]] = []  # questions of this process that another run may have answered


def ask_git(
    folder: Path,
    words: Sequence[str],
    *,
    given: bytes = b"",
    environment: dict[str, str] | None = None,
    patience: int = _PATIENCE,
) -> subprocess.CompletedProcess[bytes]:
    """Return what git answers, whatever its exit code.

    Args:
        folder: where it is asked.
        words: the question, from the subcommand or more settings on.
        given: its standard input.
        environment: in place of this process's.
        patience: seconds.

    Raises:
        OSError: there is no git.
        subprocess.TimeoutExpired: there was no answer in time.
    """
    import subprocess  # noqa: PLC0415 (a run that is remembered asks nothing)

    stated = dict(os.environ) if environment is None else environment
    own = {
        name: value
        for name, value in stated.items()
        if name not in ELSEWHERE and not name.startswith(_OTHERWISE)
    }
    safely = [word for setting in _SETTINGS for word in ("-c", setting)]
    try:
        done = subprocess.run(  # noqa: S603 (the git on the PATH)
            ["git", "-C", str(folder), *safely, *words],  # noqa: S607 (as above)
            env=own | _ENVIRONMENT,
            input=given,
            capture_output=True,
            check=False,
            timeout=patience,
        )
    except subprocess.TimeoutExpired:
        _UNANSWERED.append(words[0])
        raise
    if done.returncode < 0:  # a signal ended it: a system without memory, or somebody
        _UNANSWERED.append(words[0])
    return done


def silence_of(error: OSError | subprocess.TimeoutExpired) -> str:
    """Return why git said nothing, as a sentence about it."""
    if isinstance(error, FileNotFoundError):
        return "git is not on the PATH"
    if isinstance(error, OSError):
        return f"git cannot be run: {error.strerror or error}"
    return f"git gave no answer in {error.timeout:g} s"


def refusal_of(done: subprocess.CompletedProcess[bytes]) -> str:
    """Return why git failed, as a sentence about it: its own words, or how it ended."""
    if words := reason_in(done.stderr.decode("utf-8", "replace")):
        return f"git says: {words}"
    if done.returncode < 0:
        return f"git was ended by signal {-done.returncode}"
    return f"git ended with exit code {done.returncode}"


def reason_in(said: str) -> str:
    """Return the first thing that git says of a failure, without its marks and its warnings."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    at = next((at for at, line in enumerate(lines) if not line.startswith("warning: ")), 0)
    reason = "".join(lines[at : at + 1]).removeprefix("fatal: ").removeprefix("error: ")
    if reason.endswith(":"):
        reason = " ".join([reason, *lines[at + 1 : at + 2]])
    return reason


def has_answered() -> bool:
    """Tell whether git has answered all that this process has asked, whatever it said."""
    return not _UNANSWERED


def top_of(folder: Path) -> Path | None:
    """Return the top of the working tree that an absolute folder is in, None where it is in none.

    A folder is taken for one that has a `.git`.
    """
    return next((each for each in (folder, *folder.parents) if (each / ".git").exists()), None)


def git_folders(repository: Path) -> tuple[Path, Path]:
    """Return git's folder of this working tree, and the one that all of its working trees share.

    They are the same but in a linked worktree; in a submodule both are somewhere else.
    Where what is named is no folder, nothing is in what is returned.
    Source: gitrepository-layout of Git.
    """
    link = repository / ".git"
    own = _folder_named_in(link, repository) or link
    return own, _folder_named_in(own / "commondir", own) or own


def _folder_named_in(file: Path, base: Path) -> Path | None:
    """Return the folder that a file names, relative to another one; None where there is none."""
    try:
        text = b"" if os.path.isdir(file) else read_regular(file)  # noqa: PTH112 (unreadable)
    except OSError:
        return None
    named = os.fsdecode(text).removeprefix("gitdir:").strip()
    return base / named if named and os.path.isdir(base / named) else None  # noqa: PTH112 (a name may be none)


def settings_files(repository: Path) -> list[Path]:
    """Return where Git's settings may be: the repository's, the person's and the machine's."""
    home = Path.home() if os.environ.get("HOME") else Path()
    stated = os.environ.get("GIT_CONFIG_GLOBAL")
    xdg = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    users = [Path(stated)] if stated else [home / ".gitconfig", xdg / "git" / "config"]
    return [git_folders(repository)[1] / "config", *users, Path("/etc/gitconfig")]
