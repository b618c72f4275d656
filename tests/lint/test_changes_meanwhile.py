"""Files that change while they are looked at."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from argowave.commands import main
from argowave.errors import RepositoryError
from argowave.files.meanwhile import look_until_still
from argowave.lint import Ground
from argowave.sources.pool import generate_all
from argowave.sources.request import Charts

PLAIN = Path(__file__).parents[1] / "cases" / "lint" / "repositories" / "valid" / "plain"
CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: d, namespace: there}\n"
URL = "https://git.example.com/case.git"
APPLICATION = f"""apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: web, namespace: argocd}}
spec:
  source: {{repoURL: {URL}, path: web}}
  destination: {{namespace: web, name: in-cluster}}
"""


def test_a_tree_that_is_gone_at_the_second_look_is_an_error(tmp_path: Path) -> None:
    for folder in ("dev", "prod"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "web.yaml").write_text(APPLICATION)
    (tmp_path / "web").mkdir()
    ground = Ground(tmp_path, (URL,), Charts(cache=tmp_path / "cache"), processes=1)
    dev, prod = ground.discovered("1.36", generate_all)
    (tmp_path / "dev" / "web.yaml").unlink()

    assert [each.name for each in dev.load_with(generate_all).applications] == ["web"]
    with pytest.raises(RepositoryError) as caught:
        prod.load_with(generate_all)
    assert str(caught.value) == (
        "its Applications were changed while they were looked at\n  run the command again"
    )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(PLAIN, tmp_path / "repository"))
    (folder / "plain" / "d.yaml").write_text(CONFIG)
    return folder


def run(repository: Path, gone: str, which: int, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command in which a path vanishes before it is opened, for the `which`th time."""
    script = [sys.executable, str(Path(__file__).with_name("vanishing.py"))]
    path = [str(repository / gone), str(which)]
    return subprocess.run(
        [*script, *path, *words, "--repository", str(repository)],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("which", [1, 2])
def test_a_file_that_vanishes_is_not_there(which: int, repository: Path) -> None:
    done = run(repository, "plain/d.yaml", which, "lint")

    assert not (repository / "plain" / "d.yaml").exists()
    assert (done.returncode, done.stderr) == (0, "")
    assert "cannot be read" not in done.stdout
    assert "3 manifests in 2 files" in done.stdout


def test_a_folder_that_vanishes_is_what_it_is_a_moment_later(repository: Path) -> None:
    done = run(repository, "plain", 2, "lint")

    assert done.returncode == 1
    assert "root.yaml:11 Application/root $.spec.source: the path plain does not exist" in (
        done.stdout
    )


def test_what_is_missing_in_a_folder_that_nobody_changes_is_looked_for_once(
    repository: Path,
) -> None:
    looks = []

    def look() -> list[str]:
        looks.append(1)
        return ["d.yaml cannot be read: No such file or directory"]

    time.sleep(0.15)  # what a file system's clock may be behind
    look_until_still(repository, look, list)

    assert len(looks) == 1


def test_a_folder_that_never_comes_to_rest_is_looked_at_three_times(repository: Path) -> None:
    looks = []

    def look() -> list[str]:
        looks.append(1)
        (repository / f"{len(looks)}.tmp").touch()
        return ["d.yaml cannot be read: No such file or directory"]

    look_until_still(repository, look, list)

    assert len(looks) == 3


def test_a_command_that_cannot_go_on_without_it_says_what_happened(repository: Path) -> None:
    command = ("plan", "--root", str(repository / "root.yaml"))
    done = run(repository, "root.yaml", 1, *command)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"error: {repository / 'root.yaml'}: No such file or directory\n"
        "  files came or went while they were looked at: run the command again\n"
    )


def test_a_word_that_was_never_a_name_is_not_said_to_be_gone(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "new").mkdir()  # just now

    assert main(["lint", "devv", "--repository", str(repository)]) == 2
    assert "files came or went" not in capsys.readouterr().err
