"""The process that git runs in: what it is told, what it may take, and how it ends."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from argowave.git.program import ELSEWHERE

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

_MEMORY_BYTES: Final = 2_000_000_000
# a hook has them of a repository of its own, whose index would be written in place of this one's
_OF_A_HOOK: Final = (
    *ELSEWHERE,
    *("GIT_INDEX_FILE", "GIT_SHALLOW_FILE", "GIT_GRAFT_FILE", "GIT_QUARANTINE_PATH"),
)


def environment_here() -> dict[str, str]:
    """Return this process's environment, without what a hook is told of its own repository."""
    kept = {name: text for name, text in os.environ.items() if name not in _OF_A_HOOK}
    kept.setdefault("GIT_SSH_COMMAND", "ssh -o BatchMode=yes")
    return kept


def limit_memory(process: int) -> None:
    """Have the kernel refuse more memory to a process and to what it starts, where it can.

    A server may announce branches without end, and git holds them all.
    """
    with suppress(ImportError, AttributeError, OSError, ValueError):  # Linux alone has prlimit
        import resource  # noqa: PLC0415 (not on Windows)

        resource.prlimit(process, resource.RLIMIT_DATA, (_MEMORY_BYTES, _MEMORY_BYTES))


def size_of(folder: Path) -> int:
    """Return the bytes of all files below a folder that git writes in."""
    total = 0
    for above, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(f"{above}/{name}").st_size
            except OSError:
                continue  # git has renamed it meanwhile
    return total


def end_git(process: subprocess.Popen[bytes]) -> None:
    """End git and what it has started, which is a process group of its own."""
    try:
        os.killpg(process.pid, 9)
    except (OSError, AttributeError):  # gone already; or Windows, which has no groups
        process.kill()
