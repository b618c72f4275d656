"""What the command line says of words that it does not know."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("arguments", "usage", "message"),
    [
        ("lnt", "argowave ", "there is no command 'lnt'; did you mean lint?"),
        ("xyzzy", "argowave ", "there is no command 'xyzzy'"),
        (
            "lint --proceses=2",
            "argowave lint ",
            "unrecognized arguments: --proceses=2; did you mean --processes?",
        ),
        ("help lnt", "argowave ", "there is no command 'lnt'; did you mean lint?"),
        (
            "--repository . lint",
            "argowave ",
            "unrecognized arguments: --repository; a command's options stand after it",
        ),
        ("--verison", "argowave ", "unrecognized arguments: --verison; did you mean --version?"),
        (
            "rules list --fromat=json",
            "argowave rules list ",
            "unrecognized arguments: --fromat=json; did you mean --format?",
        ),
        ("validate -n 0 .", "argowave validate ", "argument -n: '0' is no whole number from 1 on"),
        ("lint --xyzzy", "argowave lint ", "unrecognized arguments: --xyzzy"),
        (
            "lint --processes 0",
            "argowave lint ",
            "argument --processes: '0' is no whole number from 1 on",
        ),
        (
            "lint --processes -3",
            "argowave lint ",
            "argument --processes: '-3' is no whole number from 1 on",
        ),
        (
            "schemas verify --store=--",
            "argowave schemas verify ",
            "argument --store: expected one argument",
        ),
        (
            "lint --format=--",
            "argowave lint ",
            "argument --format/--output: expected one argument",
        ),
    ],
)
def test_a_mistyped_word_is_answered_by_its_command_with_what_comes_nearest(
    arguments: str, usage: str, message: str
) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "argowave", *arguments.split()],
        capture_output=True,
        text=True,
        check=False,
    )

    assert answer.returncode == 2
    assert answer.stdout == ""
    assert answer.stderr.startswith(f"usage: {usage}")
    assert answer.stderr.splitlines()[-1] == f"{usage.strip()}: error: {message}"
