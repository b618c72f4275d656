"""What a machine, a container or whoever started this process may let it have too little of."""

from __future__ import annotations

import errno
import os
from typing import Final

_THREAD: Final = "can't start new thread"  # Python's own words, thread_module.c
_NO_PROCESS: Final = "no further process or thread can be started"
_ADVICE: Final = "raise the limit of processes: ulimit -u, or what the container may have"


def what_is_scarce(error: Exception) -> str:
    """Return what to say of an error that says no more than that, "" for any other one."""
    if isinstance(error, MemoryError):
        hint = memory_advice() or "close other programs, or give the container more"
        return f"there is not enough memory\n  {hint}"
    if isinstance(error, RecursionError) and _is_of_a_walk(error):
        return "more folders are in each other here than can be looked through"
    is_process = isinstance(error, BlockingIOError) and error.errno == errno.EAGAIN
    if is_process or (isinstance(error, RuntimeError) and str(error) == _THREAD):
        return f"{_NO_PROCESS}\n  {_ADVICE}"
    return ""


def _is_of_a_walk(error: RecursionError) -> bool:
    """Tell whether going down into folders took the whole stack, as os.walk of Python 3.11 does."""
    import traceback  # noqa: PLC0415 (hardly ever)

    files = (frame.f_code.co_filename for frame, _ in traceback.walk_tb(error.__traceback__))
    return os.walk.__code__.co_filename in files


def advice_for_broken(message: str, otherwise: str) -> str:
    """Return what to do about a library that cannot be loaded in a process of its own.

    Args:
        message: what happened.
        otherwise: what to do where the process did not just end.
    """
    from argowave.bounded.bounds import is_broken  # noqa: PLC0415 (every command imports this file)

    if not is_broken(message):
        return otherwise
    return memory_advice() or "is there too little memory, or a limit of processes?"


def memory_advice() -> str:
    """Return what to do about a limit of memory that this process has, "" where it has none.

    Go's runtime, which Helm's library is made of, reserves far more addresses than it uses.
    """
    try:
        import resource  # noqa: PLC0415 (rarely)
    except ImportError:  # Windows
        return ""
    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    if limit == resource.RLIM_INFINITY:
        return ""
    return f"addresses are limited to {limit // 1024} kB: ulimit -v unlimited"
