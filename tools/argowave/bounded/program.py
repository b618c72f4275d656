"""Another program, run within bounds, and ended with this process whatever ends that."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from argowave.bounded.bounds import broke, passed_bound
from argowave.bounded.errors import EndedError
from argowave.bounded.memory import tree_megabytes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from typing import IO

    from argowave.bounded.bounds import Bounds

_EVERY: Final = 0.02  # seconds between two looks
_COMPLAINT: Final = 1_000_000  # bytes of standard error that are kept
_PIECE: Final = 1 << 16
# The shell becomes the program, and leaves a child that ends the whole group when standard input
# closes, which a parent does that ends, that is killed too. Everything in it is built in.
_TIED: Final = (
    'exec 3<&0; { read -r _ <&3; kill -9 0; } >/dev/null 2>&1 & exec "$@" </dev/null 3<&-'
)


def run_program(
    command: Sequence[str],
    bounds: Bounds,
    *,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run a program to its end, whatever its exit code; it has no standard input.

    Args:
        command: the program and its arguments.
        bounds: what it, and what it starts, may cost.
        folder: where it runs, None for here.
        environment: None for this process's.

    Raises:
        EndedError: it passed its bounds, or a signal has ended it.
        OSError: it cannot be run.
        ValueError: an argument holds a zero byte.
    """
    if shutil.which(command[0]) is None:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), command[0])
    with subprocess.Popen(  # noqa: S603 (what the caller names)
        [*tied(), *command],
        cwd=folder,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
        start_new_session=True,
    ) as process:
        try:
            return _finish(process, command, bounds)
        finally:
            _end(process)


def tied() -> tuple[str, ...]:
    """Return what goes before a command, so that it ends when its standard input is closed.

    It has to be in a session of its own: all of that is ended. On Windows it is nothing.
    """
    return () if sys.platform == "win32" else ("/bin/sh", "-c", _TIED, "sh")


def _finish(
    process: subprocess.Popen[bytes], command: Sequence[str], bounds: Bounds
) -> subprocess.CompletedProcess[bytes]:
    output = _Reading(process.stdout, bounds.output)
    complaint = _Reading(process.stderr, _COMPLAINT)
    begun = time.monotonic()
    while output.goes_on() or complaint.goes_on() or _goes_on(process):
        used = tree_megabytes(process.pid)
        if why := passed_bound(bounds, used, time.monotonic() - begun):
            raise EndedError(why)
        if output.is_full:
            message = f"it gives more than {bounds.output // 1_000_000} MB"
            raise EndedError(message)
    code = process.wait()
    if code < 0:  # a signal
        raise EndedError(broke(code))
    return subprocess.CompletedProcess(list(command), code, output.content(), complaint.content())


def _goes_on(process: subprocess.Popen[bytes]) -> bool:
    """Wait a little, and tell whether it runs."""
    try:
        process.wait(_EVERY)
    except subprocess.TimeoutExpired:
        return True
    return False


class _Reading:
    """What comes through a pipe, by a thread of its own; beyond `most` bytes it is dropped."""

    def __init__(self, pipe: IO[bytes] | None, most: int) -> None:
        self.is_full = False
        self._most = most
        self._pieces: list[bytes] = []
        self._thread = threading.Thread(target=self._read, args=(pipe,), daemon=True)
        self._thread.start()

    def goes_on(self) -> bool:
        """Wait a little, and tell whether there may be more."""
        self._thread.join(_EVERY)
        return self._thread.is_alive()

    def content(self) -> bytes:
        return b"".join(self._pieces)

    def _read(self, pipe: IO[bytes] | None) -> None:
        size = 0
        with suppress(OSError, ValueError):  # closed, as nobody wants more
            while pipe is not None and (piece := pipe.read(_PIECE)):
                size += len(piece)
                if size > self._most:
                    self.is_full = True
                else:
                    self._pieces.append(piece)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program and everything that it has left running."""
    if sys.platform == "win32":
        process.kill()
        return
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except OSError:  # nothing is left
        process.kill()
