"""What is typed in an option that no command can mean, and what a server has others print."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from argowave.commands import main
from argowave.sources.fetch.wanted import AbsentError, FetchError
from git_repositories import git
from this_repository import copy_repository

if TYPE_CHECKING:
    import pytest

PLAIN = Path(__file__).parents[1] / "cases" / "lint" / "repositories" / "valid" / "plain"


def test_a_link_in_a_circle_is_called_that(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    link = tmp_path / "link"
    link.symlink_to("link")

    assert main(["lint", "--repository", str(PLAIN), "--baseline", str(link)]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"error: {link}: ")  # since Python 3.13 that it is the baseline's, too
    assert said.endswith("Too many levels of symbolic links\n")


def test_a_version_that_is_none_is_refused_where_environments_state_theirs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = copy_repository(tmp_path / "repository", settings=True)
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "x")

    for command in (["tree", "dev"], ["diff", "HEAD"]):
        words = [*command, "--repository", str(folder), "--kubernetes-version", "x"]
        assert main(words) == 2
        assert capsys.readouterr().err.startswith('error: "x" is no Kubernetes version\n')


def test_no_room_for_another_revision_is_none_for_temporary_files(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(PLAIN, tmp_path / "repository"))
    (folder / "plain" / "long.yaml").write_text("# long\n" * 9999)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "x")
    shutil.copy(folder / "plain" / "long.yaml", folder / "plain" / "more.yaml")
    done = subprocess.run(
        ["sh", "-c", 'ulimit -f 8; exec "$@"', "sh", sys.executable, "-m", "argowave", "diff"],
        cwd=folder, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "error: a temporary file cannot be written: File too large\n"
        "  TMPDIR names a folder that has room\n"
    )


def test_what_a_server_says_is_not_repeated_without_end() -> None:
    for kind in (FetchError, AbsentError):
        assert str(kind("x" * 9000)) == "x" * 2000 + "…"
