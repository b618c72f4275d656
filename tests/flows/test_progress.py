"""The line that `argowave flow` writes over and over on a terminal while a check waits."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from argowave.rehearse.rehearsal import Rehearsal

ROOT = Path(__file__).parents[2]
CLEAR = "\r\x1b[K"


class Terminal:
    """A terminal that a process writes to, and everything that came."""

    def __init__(self, columns: int) -> None:
        self._ours, self.theirs = pty.openpty()
        fcntl.ioctl(self.theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        self._pieces: list[bytes] = []
        self._reader = Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        try:
            while piece := os.read(self._ours, 4096):
                self._pieces.append(piece)
        except OSError:  # nobody has the other end any more
            return

    def close(self) -> str:
        """Return everything that was written."""
        os.close(self.theirs)
        self._reader.join()
        os.close(self._ours)
        return b"".join(self._pieces).decode()


@pytest.fixture
def stopped(running: Rehearsal) -> Rehearsal:
    """Return a pipeline whose consumers do not take anything."""
    for consumer in running.workloads.processes("consumer"):
        consumer.stop(20)
    return running


def flow(endpoint: str, *options: str, columns: int = 80, term: str = "xterm") -> tuple[str, str]:
    """Return what is on standard output, and what a terminal on standard error gets."""
    terminal = Terminal(columns)
    words = ["flow", "staging", "--endpoint", endpoint, "--repository", str(ROOT), *options]
    ran = subprocess.run(
        [sys.executable, "-m", "argowave", *words],
        env={**os.environ, "PYTHONPATH": str(ROOT / "tools"), "TERM": term},
        stdout=subprocess.PIPE,
        stderr=terminal.theirs,
        text=True,
        timeout=60,
        check=False,
    )
    return ran.stdout, terminal.close()


def test_what_was_seen_last_is_shown_until_the_check_ends(stopped: Rehearsal) -> None:
    options = ("--check", "delivery", "--timeout", "2")
    out, shown = flow(stopped.emulator.url, *options, columns=200)
    first, *lines, last = shown.split(CLEAR)

    assert (first, last) == ("", "")  # nothing is left of it
    assert lines.pop() == ""
    assert len(lines) > 1
    assert all(re.match(r"delivery: \d s, \d+ messages? waiting, ", line) for line in lines)
    assert out.startswith("failed  delivery ")
    assert "\x1b" not in out


def test_it_stays_in_one_line_of_a_narrow_terminal(stopped: Rehearsal) -> None:
    _, shown = flow(stopped.emulator.url, "--check", "delivery", "--timeout", "1", columns=20)
    lines = [line for line in shown.split(CLEAR) if line]

    assert lines
    assert {len(line) for line in lines} == {19}


def test_a_terminal_that_cannot_clear_a_line_gets_none(stopped: Rehearsal) -> None:
    _, shown = flow(stopped.emulator.url, "--check", "delivery", "--timeout", "1", term="dumb")

    assert shown == ""


def test_an_error_begins_in_a_line_of_its_own() -> None:
    _, shown = flow("http://127.0.0.1:9", "--check", "topics", "--timeout", "1")

    assert shown.split(CLEAR)[-1].startswith("error: ")
