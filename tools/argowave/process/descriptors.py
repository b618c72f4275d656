"""How many files a process may have open at once: too few would make sound files look missing."""

from __future__ import annotations

import contextlib
import os
from typing import Final

from argowave.errors import ToolError

ADVICE: Final = "raise the limit: ulimit -n 1024"
_NEEDED: Final = 48  # at once: pipes to a worker for each core, and what all of them read
_USUAL: Final = 256  # what macOS allows a process


def ensure_room_for_files() -> None:
    """See to it that enough files can be opened, by what the system lets a process ask for.

    Raises:
        ToolError: it lets it have too few.
    """
    if _has_room():
        return
    _ask_for_more()
    if not _has_room():
        message = f"too many open files: fewer than {_NEEDED} more can be opened"
        raise ToolError(message, hint=ADVICE)


def _has_room() -> bool:
    held: list[int] = []
    try:
        held.append(os.open(os.devnull, os.O_RDONLY))
        while len(held) < _NEEDED:
            held.append(os.dup(held[0]))
    except OSError:
        return False
    finally:
        for each in held:
            os.close(each)
    return True


def _ask_for_more() -> None:
    with contextlib.suppress(ImportError, OSError, ValueError):  # ImportError: Windows
        import resource  # noqa: PLC0415 (rarely)

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = _USUAL if most == resource.RLIM_INFINITY else min(_USUAL, most)
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
