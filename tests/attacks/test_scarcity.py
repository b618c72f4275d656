"""Too little memory, or too few processes, is called that, and is no fault of argowave's."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from argowave.bounded.bounds import broke
from argowave.scarcity import advice_for_broken, memory_advice, what_is_scarce

CASES = Path(__file__).parents[1] / "cases" / "lint" / "repositories" / "valid"


def lint(limit: str, *words: str, case: str = "plain") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "argowave", "lint", "--no-cache", *words]
    return subprocess.run(
        ["sh", "-c", f'{limit}; exec "$@"', "sh", *command, "--repository", str(CASES / case)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_too_little_memory_is_named_with_the_limit(tmp_path: Path) -> None:
    (tmp_path / "jsonschema_rs.py").write_text("raise MemoryError\n")
    done = lint(f'ulimit -v 900000; export PYTHONPATH="{tmp_path}:$PYTHONPATH"')

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "error: there is not enough memory\n"
        "  addresses are limited to 900000 kB: ulimit -v unlimited\n"
    )


def test_a_library_that_finds_no_room_is_not_to_be_installed_again(tmp_path: Path) -> None:
    failing = "raise ImportError('failed to map segment', name='jsonschema_rs')\n"
    (tmp_path / "jsonschema_rs.py").write_text(failing)
    done = lint(f'ulimit -v 900000; export PYTHONPATH="{tmp_path}:$PYTHONPATH"')

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "error: jsonschema-rs cannot be loaded, and lint needs it (failed to map segment): "
        "addresses are limited to 900000 kB: ulimit -v unlimited\n"
    )


def test_a_runtime_that_needs_more_addresses_is_not_to_be_installed_again() -> None:
    done = lint("ulimit -v 800000", case="chart")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: the Helm library cannot be loaded: it broke")
    assert done.stderr.endswith("\n  addresses are limited to 800000 kB: ulimit -v unlimited\n")


@pytest.mark.parametrize(
    "error",
    [
        BlockingIOError(11, os.strerror(11)),  # of fork
        RuntimeError("can't start new thread"),
    ],
)
def test_no_further_process_or_thread_is_called_that(error: Exception) -> None:
    assert what_is_scarce(error) == (
        "no further process or thread can be started\n"
        "  raise the limit of processes: ulimit -u, or what the container may have"
    )


def test_what_broke_for_no_limit_is_asked_after_and_what_is_missing_is_installed() -> None:
    asked = "is there too little memory, or a limit of processes?"

    assert advice_for_broken(broke(-9), "install it") == asked
    assert advice_for_broken("no module lupa", "install it") == "install it"


def test_any_other_error_is_none_of_those() -> None:
    assert [what_is_scarce(each) for each in (RuntimeError("x"), OSError(13, "x"))] == ["", ""]
    assert memory_advice() == ""
