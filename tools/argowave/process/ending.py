"""Signals that ask a process to end, taken as Ctrl-C is: what was made on the way is removed."""

from __future__ import annotations

import signal
import sys
import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from types import FrameType

# what `timeout`, a CI job that is cancelled and a container that is stopped send, and a terminal
# that is closed; Windows knows the first one only
ASKED: Final = tuple(
    getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)
)
_SOON: Final = 0.01  # seconds until an interrupt that came too early is tried again
_PATIENCE: Final = 2  # seconds that a module in C may take before it is broken off all the same
# the file that Python names for what imports, importlib/_bootstrap.py and _bootstrap_external.py
_IMPORTS: Final = "<frozen importlib._bootstrap"
_LOADS: Final = "ExtensionFileLoader."  # there, what runs code of a module that is written in C


def end_as_interrupted() -> None:
    """Have this process raise KeyboardInterrupt when it is asked to end.

    A signal that whoever started it has it ignore, as `nohup` does, stays ignored.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupt)
    for number in ASKED:
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _interrupt)


def leave_interrupts_to_the_parent() -> None:
    """Have a worker of this process go on at Ctrl-C, and unwind when it is asked to end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in ASKED:
        signal.signal(number, _leave)


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Raise KeyboardInterrupt, as soon as nothing of Python's own would drop it.

    Python drops what is raised in the callback that removes an import's lock, and an extension
    that is being loaded may drop it too: the process would go on as if nothing had come, or wait
    for that lock for ever.  Whoever asks a second time is heard at once.
    """
    if sys.platform == "win32" or not _drops(frame):
        raise KeyboardInterrupt
    until = time.monotonic() + _PATIENCE

    def again(_: int, frame: FrameType | None) -> None:
        held = signal.getsignal(number) is not at_once  # by what must not be broken off just now
        if held or (_drops(frame) and time.monotonic() < until):
            signal.setitimer(signal.ITIMER_REAL, _SOON)
        else:
            signal.signal(number, _interrupt)
            raise KeyboardInterrupt

    def at_once(*_: object) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(number, _interrupt)
        raise KeyboardInterrupt

    signal.signal(signal.SIGALRM, again)
    signal.signal(number, at_once)
    signal.setitimer(signal.ITIMER_REAL, _SOON)


def _drops(frame: FrameType | None) -> bool:
    """Whether `frame` is one of what imports, or runs in a module in C that is being loaded."""
    if frame is not None and frame.f_code.co_filename.startswith(_IMPORTS):
        return True
    while frame is not None:
        code = frame.f_code
        if code.co_qualname.startswith(_LOADS) and code.co_filename.startswith(_IMPORTS):
            return True
        frame = frame.f_back
    return False


def _leave(number: int, _: object) -> None:
    sys.exit(128 + number)
