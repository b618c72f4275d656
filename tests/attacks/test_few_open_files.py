"""With too few files that may be open, nothing is judged: much would only seem to be missing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PLAIN = Path(__file__).parents[1] / "cases" / "lint" / "repositories" / "valid" / "plain"
COMMANDS = (["lint"], ["render", "--check"], ["diff"], ["plan"], ["tree"])
SAID = (
    "error: too many open files: fewer than 48 more can be opened\n"
    "  raise the limit: ulimit -n 1024\n"
)


def run(limit: str, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "argowave", *words, "--repository", str(PLAIN)]
    return subprocess.run(
        ["sh", "-c", f'{limit}; exec "$@"', "sh", *command],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
@pytest.mark.parametrize("number", [5, 10, 20, 48])
def test_every_command_says_so(number: int, words: list[str]) -> None:
    done = run(f"ulimit -n {number}", *words)

    assert (done.returncode, done.stdout, done.stderr) == (2, "", SAID)


@pytest.mark.parametrize("number", [10, 48])
def test_a_limit_that_a_process_may_raise_itself_is_raised(number: int) -> None:
    done = run(f"ulimit -S -n {number}", "lint")

    assert (done.returncode, done.stderr) == (0, "")


def test_enough_is_enough() -> None:
    done = run("ulimit -n 60", "lint")

    assert (done.returncode, done.stderr) == (0, "")


def test_files_that_whoever_started_it_left_open_count_too() -> None:
    held = "; ".join(f"exec {number}</dev/null" for number in range(3, 10))

    assert run(f"{held}; ulimit -n 56", "lint").returncode == 2
