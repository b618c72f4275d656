"""Runs another program and ends it as soon as the process that asked for it is gone.

`python -m argowave.rehearse.leash PROGRAM [ARGUMENT]...`: standard input is a pipe from the
parent, which says nothing. When it closes, whatever the reason (even SIGKILL), the parent is
gone and the program is killed. A first argument `-m` names a Python module, which runs in this
process; anything else is started as a process of its own. Only the standard library is imported,
because this is started once for every process of a rehearsal.
"""

from __future__ import annotations

import os
import runpy
import signal
import subprocess
import sys
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def main(words: list[str]) -> int:
    """Run the program; return its exit code."""
    if words[0] == "-m":
        _when_orphaned(lambda: os._exit(137))
        sys.argv = words[1:]
        runpy.run_module(words[1], run_name="__main__", alter_sys=True)
        return 0
    return _supervise(words)


def _supervise(words: list[str]) -> int:
    child = subprocess.Popen(words, stdin=subprocess.DEVNULL)  # noqa: S603 (what the caller names)
    _when_orphaned(child.kill)
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when it ends
    code = child.wait()
    return code if code >= 0 else 128 - code


def _when_orphaned(end: Callable[[], object]) -> None:
    """Call `end` once standard input closes."""

    def wait() -> None:
        while os.read(0, 1024):
            pass
        end()

    Thread(target=wait, daemon=True).start()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
