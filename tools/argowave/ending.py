"""Signals that ask a process to end, taken as Ctrl-C is: what was made on the way is removed."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

# what `timeout`, a CI job that is cancelled and a container that is stopped send, and a terminal
# that is closed; Windows knows the first one only
ASKED: Final = tuple(
    getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)
)
_INTERRUPTS: Final = (
    signal.SIGINT,
    *ASKED,
    *([signal.SIGALRM] if sys.platform != "win32" else []),  # one that comes a little later
)
_SOON: Final = 0.01  # seconds
_IMPORTS: Final = "<frozen importlib._bootstrap>"  # the file of what imports
_LOCKS: Final = frozenset(
    ("cb", "_get_module_lock", "acquire", "release")
)  # its functions with locks
_PATIENCE: Final = 3  # seconds that the end may take before somebody who asks again is heard


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


def end_undisturbed() -> None:
    """Have this process, which is at its end, remove what it has made though it is asked again."""
    begun = time.monotonic()

    def leave(number: int, _: object) -> None:
        if time.monotonic() - begun > _PATIENCE:
            os._exit(128 + number)

    for number in _INTERRUPTS:
        if callable(signal.getsignal(number)):
            signal.signal(number, leave)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Have an interrupt wait for something short that must not end halfway, such as a removal.

    Other threads than the main one are never interrupted.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    former: dict[int, Any] = {}
    for number in _INTERRUPTS:
        if callable(signal.getsignal(number)):
            former[number] = signal.signal(number, lambda number, _: came.append(number))
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
        for number in came[:1]:
            former[number](number, None)


def interrupt_soon() -> None:
    """Have the main thread be interrupted when it has gone on a little, where there are timers."""
    if sys.platform != "win32":
        signal.signal(signal.SIGALRM, _interrupt)
        signal.setitimer(signal.ITIMER_REAL, _SOON)


def _interrupt(_: int, frame: FrameType | None) -> None:
    """Raise KeyboardInterrupt, but not where Python takes the locks of its imports.

    One of those functions is a callback, out of which nothing is raised: an interrupt would be
    lost, and other threads would wait for the lock for ever.
    """
    code = None if frame is None else frame.f_code
    within = code is not None and code.co_filename == _IMPORTS and code.co_name in _LOCKS
    if within and sys.platform != "win32":
        interrupt_soon()
    else:
        raise KeyboardInterrupt


def _leave(number: int, _: object) -> None:
    sys.exit(128 + number)
