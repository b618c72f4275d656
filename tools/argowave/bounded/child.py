"""The child: answers what comes through standard input, one question after the other.

Its life hangs on the parent's: it ends when standard input does, and when the parent is gone.
"""

from __future__ import annotations

import os
import signal
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from argowave.bounded.errors import RefusedError
from argowave.bounded.frames import receive, send
from argowave.bounded.parent import leave_with_parent

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

_GRACE: Final = 5  # seconds after which the kernel ends what the parent did not


def serve(work: str) -> None:
    """Answer questions about one kind of work until there are no more.

    Args:
        work: the module with the function `answer`.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    questions, answers = _pipes()
    leave_with_parent()
    try:
        answer = import_module(work).answer
    except (ImportError, OSError) as error:
        send(answers, {"unavailable": str(error)})
        return
    send(answers, {"ready": True})
    while (question := _next(questions)) is not None:
        _limit(question["seconds"])
        reply = _reply(answer, question)
        _limit(None)
        send(answers, reply, question["output"])


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """Return the ends of both pipes; what native code prints goes nowhere."""
    questions, answers = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    return os.fdopen(questions, "rb"), os.fdopen(answers, "wb")


def _next(questions: BinaryIO) -> dict[str, Any] | None:
    """Return the next question, None where there are no more."""
    try:
        question: dict[str, Any] = receive(questions)
    except (EOFError, OSError):
        return None
    return question


def _limit(seconds: float | None) -> None:
    """Have the kernel end this process some time after the parent should have."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, 0 if seconds is None else seconds + _GRACE)


def _reply(answer: Callable[[str, Any], Any], question: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"answer": answer(question["operation"], question["given"])}
    except RefusedError as error:
        return {"refused": [error.kind, str(error)]}
    except (MemoryError, RecursionError) as error:
        return {"broken": type(error).__name__}
