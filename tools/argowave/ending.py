"""Signals that ask a process to end, taken as Ctrl-C is: what was made on the way is removed."""

from __future__ import annotations

import signal
import sys
from typing import Final

# what `timeout`, a CI job that is cancelled and a container that is stopped send, and a terminal
# that is closed; Windows knows the first one only
ASKED: Final = tuple(
    getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)
)


def end_as_interrupted() -> None:
    """Have this process raise KeyboardInterrupt when it is asked to end.

    A signal that whoever started it has it ignore, as `nohup` does, stays ignored.
    """
    for number in ASKED:
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _interrupt)


def leave_interrupts_to_the_parent() -> None:
    """Have a worker of this process go on at Ctrl-C, and unwind when it is asked to end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in ASKED:
        signal.signal(number, _leave)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _leave(number: int, _: object) -> None:
    sys.exit(128 + number)
