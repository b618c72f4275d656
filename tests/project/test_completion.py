"""What shells complete, in a real shell on a terminal of its own."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import pytest

from argowave.commands import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
SHELLS = {
    "bash": (("--norc", "--noprofile", "-i"), "source {script}"),
    "zsh": (("-f", "-i"), "fpath=({folder} $fpath); autoload -Uz compinit; compinit -D -u"),
    "fish": (("--no-config", "-i"), "source {script}"),
}
TAKE_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execvp(sys.argv[1], sys.argv[1:])
"""
LONGEST = 120  # seconds until a shell answers
LIKE_R = [name for name in COMMANDS if name.startswith("r")]


def script_of(shell: str, folder: Path) -> Path:
    """Return the script's file, with the name under which zsh finds it."""
    script = folder / "_argowave"
    command = [sys.executable, "-m", "argowave", "completion", shell]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "tools")}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    script.write_text(done.stdout, "utf-8")
    return script


class Terminal:
    """A shell that waits for keys."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    def complete(self, line: str) -> str:
        """Return what a line is after a TAB."""
        self.press(f"{line}\t\x01echo '[\x05]'\n")  # to the line's start, and to its end
        return self.read(r"\n\[(.*?) *\]").group(1)

    def press(self, keys: str) -> None:
        os.write(self.descriptor, keys.encode())

    def read(self, until: str) -> re.Match[str]:
        """Return where a pattern is in what the shell shows from now on."""
        shown = ""
        end = monotonic() + LONGEST
        while monotonic() < end:
            if select.select([self.descriptor], [], [], 0.1)[0]:
                shown += os.read(self.descriptor, 65536).decode("utf-8", "replace")
                if found := re.search(until, shown.replace("\r", "")):
                    return found
        raise AssertionError(shown)


@contextmanager
def terminal(shell: str, folder: Path) -> Iterator[Terminal]:
    """Give a shell that has read its script, in a folder."""
    options, setup = SHELLS[shell]
    script = script_of(shell, folder)
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "dumb", "PS1": "$ ", "INPUTRC": os.devnull}
    process = subprocess.Popen(
        [sys.executable, "-c", TAKE_TERMINAL, shell, *options],
        cwd=folder,
        env={**environment, "HOME": str(folder)},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    try:
        shown = Terminal(ours)
        shown.press(f"{setup.format(script=script, folder=folder)}; echo rea''dy\n")
        shown.read(r"\nready\n")
        yield shown
    finally:
        process.kill()
        process.wait()
        os.close(ours)


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_completes_commands_options_values_and_files(shell: str, tmp_path: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not on the PATH")
    (tmp_path / "seen.html").touch()
    expected = {
        "argowave hel": "argowave help",
        "argowave --ver": "argowave --version",
        "argowave help rehe": "argowave help rehearse",
        "argowave lint --no-prov": "argowave lint --no-provenance",
        "argowave lint --format js": "argowave lint --format json",
        "argowave lint --format=js": "argowave lint --format=json",
        "argowave rules exp": "argowave rules explain",
        "argowave rules list --for": "argowave rules list --format",
        "argowave rules list --format=ma": "argowave rules list --format=markdown",
        "argowave report --output se": "argowave report --output seen.html",
        "argowave report --output=se": "argowave report --output=seen.html",
        "argowave validate se": "argowave validate seen.html",
    }
    with terminal(shell, tmp_path) as shown:
        assert {line: shown.complete(line) for line in expected} == expected


def completed(script: Path, *words: str) -> list[str]:
    shown = " ".join(f"'{word}'" for word in words)
    code = (
        f"source {script}; COMP_WORDS=({shown}); COMP_CWORD={len(words) - 1}; _argowave; "
        'echo "${COMPREPLY[@]}"'
    )
    done = subprocess.run(["bash", "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not on the PATH")
def test_bash_offers_everything_that_fits(tmp_path: Path) -> None:
    script = script_of("bash", tmp_path)

    assert completed(script, "argowave", "re") == ["render", "report", "review", "rehearse"]
    assert completed(script, "argowave", "-") == ["--help", "--version"]
    assert completed(script, "argowave", "lint", "--no") == ["--no-provenance", "--no-cache"]
    assert completed(script, "argowave", "lint", "--format", "j") == ["json", "junit"]
    assert completed(script, "argowave", "lint", "--format", "=", "j") == ["json", "junit"]
    assert completed(script, "argowave", "rules", "") == ["list", "explain"]
    assert completed(script, "argowave", "help", "r") == LIKE_R
    assert completed(script, "argowave", "lint", "d") == []  # files and environments


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_completion_names_every_command_and_is_the_shells_language(
    shell: str, tmp_path: Path
) -> None:
    script = script_of(shell, tmp_path)
    text = script.read_text("utf-8")

    assert all(name in text for name in COMMANDS)
    assert "no-provenance" in text
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not on the PATH, so it has not read the script")
    read = subprocess.run([shell, "-n", script], capture_output=True, text=True, check=False)
    assert (read.returncode, read.stderr) == (0, "")
