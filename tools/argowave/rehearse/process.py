"""A program → a process that is stopped by its own handle and does not outlive this one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import deque
from pathlib import Path
from threading import Thread
from typing import IO, TYPE_CHECKING

from argowave.errors import ProgramError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LEASH = "argowave.rehearse.leash"
_KEPT = 200  # lines of what a process said
_SOURCES = str(Path(__file__).parents[2])


class Process:
    """One running program, its last lines of output, and the handle to stop it."""

    def __init__(self, name: str, command: Sequence[str], variables: Mapping[str, str]) -> None:
        """Start a program.

        Args:
            name: how messages name it.
            command: the program and its arguments; `-m MODULE` runs a module with this Python.
            variables: its whole environment, but for what a Python needs to find its modules.

        Raises:
            ProgramError: it cannot be started.
        """
        self.name = name
        self._lines: deque[str] = deque(maxlen=_KEPT)
        environment = {**_python_variables(), **variables}
        words = [sys.executable, "-m", LEASH, *command]
        try:
            self._popen = subprocess.Popen(  # noqa: S603 (what the caller names)
                words,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C at the terminal reaches this process alone
            )
        except OSError as error:
            message = f"{name} cannot be started: {error.strerror}"
            raise ProgramError(message) from None
        self._reader = Thread(target=self._read, args=(self._popen.stdout,), daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._popen.pid

    @property
    def exit_code(self) -> int | None:
        """How it ended, None while it runs."""
        return self._popen.poll()

    @property
    def output(self) -> tuple[str, ...]:
        """The last lines that it said."""
        return tuple(self._lines)

    @property
    def last_words(self) -> str:
        """The last line that it said, for messages."""
        return self._lines[-1] if self._lines else "it said nothing"

    def wait(self, seconds: float) -> int | None:
        """Return its exit code, None when it is still running after `seconds`."""
        try:
            code = self._popen.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        self._reader.join(1)
        return code

    def terminate(self) -> None:
        """Ask it to end, as Kubernetes does: SIGTERM."""
        if self.exit_code is None:
            self._popen.send_signal(signal.SIGTERM)

    def stop(self, grace: float) -> None:
        """End it: SIGTERM, and SIGKILL when it still runs after `grace` seconds."""
        self.terminate()
        if self.wait(grace) is None:
            self.kill()
        self._let_go()

    def kill(self) -> None:
        """End it at once; what it started ends with it."""
        self._let_go()  # the leash kills a program that is no Python module
        self._popen.kill()
        self._popen.wait()
        self._reader.join(1)

    def _let_go(self) -> None:
        if self._popen.stdin is not None:
            self._popen.stdin.close()

    def _read(self, stream: IO[bytes] | None) -> None:
        if stream is not None:
            with stream:
                for line in stream:
                    self._lines.append(line.decode(errors="replace").rstrip())


def _python_variables() -> dict[str, str]:
    """Return what a Python started here needs, and nothing that AWS' SDKs would read.

    Profiles and the metadata service of EC2 are shut out: a rehearsal has its own keys.
    """
    wanted = ("PATH", "TMPDIR", "SYSTEMROOT")
    return {
        **{name: os.environ[name] for name in wanted if name in os.environ},
        "PYTHONPATH": os.pathsep.join(filter(None, (_SOURCES, os.environ.get("PYTHONPATH")))),
        "PYTHONUNBUFFERED": "1",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }
