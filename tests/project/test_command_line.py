from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from argowave.commands import COMMANDS

ROOT = Path(__file__).parents[2]
HEAVY = ["boto3", "helm_python", "jinja2", "jsonschema", "jsonschema_rs", "lupa", "rich", "yaml"]


def argowave(*arguments: str, code: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *(["-c", code] if code else ["-m", "argowave"]), *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "tools"), "COLUMNS": "80"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("arguments", [["--help"], *([name, "--help"] for name in COMMANDS)])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom argowave.commands import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)"
    )

    done = argowave(*arguments, code=code)

    assert done.stdout.startswith("usage: argowave")
    assert done.stderr == "[]\n"


def test_the_version_is_printed() -> None:
    assert argowave("--version").stdout == "argowave 0.1.0\n"


@pytest.mark.parametrize(
    "arguments", [[], ["rendr"], ["render", "--chek"], ["lint", "--output", "x"]]
)
def test_a_wrong_invocation_shows_the_usage_and_exits_2(arguments: list[str]) -> None:
    done = argowave(*arguments)

    assert done.returncode == 2
    assert done.stderr.startswith("usage: argowave")
    assert done.stdout == ""


@pytest.mark.parametrize("words", [["lint"], ["rules", "list"], []])
def test_help_is_a_command_too(words: list[str]) -> None:
    done = argowave("help", *words)

    assert done.returncode == 0
    assert done.stdout == argowave(*words, "--help").stdout
    assert done.stdout.startswith("usage: argowave")


def test_help_about_help_is_the_help_of_argowave() -> None:
    done = argowave("help", "help")

    assert (done.returncode, done.stdout) == (0, argowave("--help").stdout)


@pytest.mark.parametrize("name", [each for each in COMMANDS if each != "completion"])
def test_help_fits_a_terminal_begins_with_a_sentence_and_tells_exit_codes(name: str) -> None:
    said = argowave(name, "--help").stdout
    sentences = [each for each in said.split("\n\n") if not each.startswith("usage: ")]

    assert max(map(len, said.splitlines())) <= 80
    assert sentences[0][0].isupper()
    assert name == "rules" or "exit codes: " in said.replace("exit\ncodes", "exit codes")


@pytest.mark.parametrize("name", [each for each in COMMANDS if each not in {"report", "validate"}])
def test_whatever_has_a_format_takes_output_too(name: str) -> None:
    said = argowave(name, "--help").stdout

    declared = re.search(r"^  --format( FORMAT)?, --output FORMAT\n", said, re.MULTILINE)
    assert ("--format FORMAT" in said) == (declared is not None)  # the former since Python 3.13
    assert "--format {" not in said


def test_fetch_does_not_offer_what_it_does_anyway() -> None:
    shown = argowave("fetch", "--help").stdout
    completed = argowave("completion", "bash").stdout.split('"fetch -"')[1].split(";;")[0]

    assert "--source-cache" in shown
    assert "--fetch" not in shown
    assert "--offline" not in shown
    assert "--source-cache" in completed
    assert "--fetch" not in completed
