"""A quick start: whatever is not needed is not imported."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REPOSITORY = ROOT / "tests" / "cases" / "lint" / "repositories" / "valid" / "plain"
HEAVY = {
    *("boto3", "helm_python", "jinja2", "jsonschema", "jsonschema_rs", "lupa", "rich", "yaml"),
    *("yaml_rs", "asyncio", "ctypes", "email", "http", "logging", "random", "ssl", "subprocess"),
    *("tempfile", "unittest", "xml", "multiprocessing"),
}
SHOWING = """
import sys
from argowave.commands import main
try:
    main(sys.argv[1:])
finally:
    print(*sorted(sys.modules), file=sys.stderr)
"""


def modules(*arguments: str, folder: Path) -> set[str]:
    environment = {name: text for name, text in os.environ.items() if name != "ARGOWAVE_NO_CACHE"}
    environment["ARGOWAVE_CACHE_DIR"] = str(folder / "kept")
    done = subprocess.run(
        [sys.executable, "-S", "-c", SHOWING, *arguments],
        cwd=folder,
        env={**environment, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("command", [("--help",), ("lint", "--help")])
def test_help_imports_nothing_heavy(command: tuple[str, ...], tmp_path: Path) -> None:
    found = modules(*command, folder=tmp_path)

    assert "argowave.commands" in found
    assert HEAVY & found == set()


def test_a_lint_of_what_has_not_changed_imports_nothing_heavy(tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY, tmp_path / "repository")
    words = ("lint", "--repository", str(tmp_path / "repository"))
    assert "argowave.lint" in modules(*words, folder=tmp_path)
    found = modules(*words, folder=tmp_path)

    assert HEAVY & found == set()
    assert {name for name in found if name.startswith(("argowave.lint", "argowave.rules"))} == set()


def test_what_nobody_has_foreseen_is_no_finding_and_asks_to_be_reported() -> None:
    program = (
        "import argowave.commands as commands\n"
        "commands.main = lambda _: {}['missing']\n"
        "from argowave.__main__ import entrypoint\n"
        "entrypoint()\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )

    assert ran.returncode == 2
    assert "KeyError: 'missing'\nerror: this is a fault of argowave" in ran.stderr
    assert ran.stdout == ""
