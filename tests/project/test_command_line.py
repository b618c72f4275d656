from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from argowave.commands import COMMANDS

ROOT = Path(__file__).parents[2]
HEAVY = ["boto3", "helm_python", "jinja2", "jsonschema", "jsonschema_rs", "lupa", "rich", "yaml"]


def argowave(*arguments: str, code: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *(["-c", code] if code else ["-m", "argowave"]), *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "tools")}
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
def test_bash_completes_commands_options_and_values(tmp_path: Path) -> None:
    script = tmp_path / "argowave.bash"
    script.write_text(argowave("completion", "bash").stdout, "utf-8")

    assert completed(script, "argowave", "re") == ["render", "report", "review", "rehearse"]
    assert completed(script, "argowave", "lint", "--no") == ["--no-provenance", "--no-cache"]
    assert completed(script, "argowave", "lint", "--format", "j") == ["json", "junit"]
    assert completed(script, "argowave", "rules", "") == ["list", "explain"]
    assert completed(script, "argowave", "lint", "d") == []  # files and environments


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_completion_names_every_command_and_is_the_shells_language(
    shell: str, tmp_path: Path
) -> None:
    script = tmp_path / "script"
    script.write_text(argowave("completion", shell).stdout, "utf-8")
    text = script.read_text("utf-8")

    assert all(name in text for name in COMMANDS)
    assert "no-provenance" in text
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not on the PATH, so it has not read the script")
    read = subprocess.run([shell, "-n", script], capture_output=True, text=True, check=False)
    assert (read.returncode, read.stderr) == (0, "")
