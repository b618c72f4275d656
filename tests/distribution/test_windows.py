"""With the paths of Windows, every command says what it says elsewhere."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from this_repository import ROOT, copy_repository

CASES = ROOT / "tests" / "cases"
WINDOWS = Path(__file__).with_name("windows.py")
COMMANDS = (
    ("lint", "--no-cache", "--format", "json"),
    ("lint", "--cache-dir", "kept"),
    ("tree",),
    ("plan", "--format", "json"),
    ("manifests",),
    ("graph",),
    ("validate", ".", "--format", "json"),
    ("projects", "--minimal"),
)


def run(folder: Path, *words: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT / "tools")},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def on_both(folder: Path, *command: str) -> tuple[int, str, str]:
    """Run argowave here and with the paths of Windows; return what both of them say."""
    here = run(folder, "-m", "argowave", *command)
    assert run(folder, str(WINDOWS), *command) == here
    assert here[0] in {0, 1, 2}
    return here


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("shape", ["lint/repositories/invalid/unknown-field", "sound/multi-source"])
def test_a_command_says_the_same(shape: str, command: tuple[str, ...], tmp_path: Path) -> None:
    repository = shutil.copytree(CASES / shape, tmp_path / "repository")

    on_both(repository, *command)


@pytest.mark.parametrize("command", ["lint", "render --check", "graph dev --view pipeline"])
def test_this_repository_is_the_same(command: str, tmp_path: Path) -> None:
    repository = copy_repository(tmp_path / "repository", settings=True)

    assert on_both(repository, *command.split())[0] == 0


def test_what_is_written_is_the_same(tmp_path: Path) -> None:
    written = []
    for number, words in enumerate((["-m", "argowave"], [str(WINDOWS)])):
        repository = copy_repository(tmp_path / str(number) / "it", settings=True)
        shutil.rmtree(repository / "environments" / "dev" / "rendered")
        assert run(repository, *words, "render", "dev")[0] == 0
        assert run(repository, *words, "report")[0] in {0, 1}
        paths = sorted(path for path in repository.rglob("*") if path.is_file())
        assert repository / "report.html" in paths
        written.append({path.relative_to(repository): path.read_bytes() for path in paths})

    assert written[0] == written[1]


def test_changes_are_the_same(tmp_path: Path) -> None:
    repository = shutil.copytree(CASES / "sound" / "multi-source", tmp_path / "repository")
    for words in (
        "init --quiet",
        "add --all",
        "-c user.name=a -c user.email=a@example.org commit --quiet -m one",
    ):
        subprocess.run(["git", *words.split()], cwd=repository, check=True)
    values = repository / "values" / "production" / "billing.yaml"
    values.write_text(f"{values.read_text()}replicas: 7\n")

    assert "Deployment/billing" in on_both(repository, "diff", "HEAD")[1]


def test_what_is_wrong_is_named_with_slashes(tmp_path: Path) -> None:
    repository = shutil.copytree(CASES / "sound" / "plain-directories", tmp_path / "repository")

    assert on_both(repository, "lint", "--root", "clusters/none.yaml")[0] == 2
    assert on_both(repository, "validate", "manifests/none")[0] == 2
    assert on_both(repository, "validate", "./manifests/../manifests/blog")[0] == 0


@pytest.mark.parametrize("path", ["manifests\\\\blog", "Z:/etc", "Z:\\\\etc", "/etc", "..\\\\.."])
def test_a_path_of_windows_in_an_application_is_none_for_argocd(path: str, tmp_path: Path) -> None:
    repository = shutil.copytree(CASES / "sound" / "plain-directories", tmp_path / "repository")
    application = repository / "clusters" / "home" / "applications" / "blog.yaml"
    text = application.read_text()
    assert "path: manifests/blog" in text
    application.write_text(text.replace("path: manifests/blog", f'path: "{path}"'))

    assert on_both(repository, "lint", "--no-cache")[0] == 1
