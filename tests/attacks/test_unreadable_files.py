"""Files that may not be read, as another user's in a container, are named and stop nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Final

import pytest

from attacks.test_odd_repositories import APPLICATION
from git_repositories import git

if TYPE_CHECKING:
    from pathlib import Path

ALL: Final = "-dac_override,-dac_read_search"
# root reads everything, unless it gives that up
LESS: Final = ["setpriv", "--bounding-set", ALL, "--inh-caps", ALL] if os.geteuid() == 0 else []
CONFIG: Final = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: '{{ .Release.Name }}'}\n"
FILES: Final = {
    "chart.yaml": APPLICATION.format("chart", "r", "chart, helm: {valueFiles: [../values.yaml]}"),
    "chart/Chart.yaml": "apiVersion: v2\nname: chart\nversion: 1.0.0\n",
    "chart/templates/a.yaml": CONFIG + "data: {a: '{{ .Values.a }}'}\n",
    "other.yaml": APPLICATION.format("other", "r", "chart"),
    "values.yaml": "a: b\n",
}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    if LESS and not shutil.which("setpriv"):
        pytest.skip("root can only give up its rights with setpriv")
    folder = tmp_path / "repository"
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "remote", "add", "origin", "https://example.org/r.git")
    git(folder, "add", "-A")
    return folder


def lint(folder: Path, unreadable: str) -> tuple[int, str, str]:
    (folder / unreadable).chmod(0)
    done = subprocess.run(
        [*LESS, sys.executable, "-m", "argowave", "lint", "--no-cache", "--no-provenance"],
        cwd=folder, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    (folder / unreadable).chmod(0o700)
    return done.returncode, done.stdout, done.stderr


def test_a_value_file(repository: Path) -> None:
    code, out, err = lint(repository, "values.yaml")

    assert (code, err) == (1, "")
    assert "values.yaml cannot be read: Permission denied (" in out
    assert "repository: 2 Applications" in out


@pytest.mark.parametrize("name", [".git/config", ".git"])
def test_the_settings_of_git(name: str, repository: Path) -> None:
    code, out, err = lint(repository, name)

    assert (code, err) == (0, "")
    assert "https://example.org/r.git was taken for this repository, as its paths are here" in out


def test_a_disk_that_is_full_is_no_fault_of_a_kustomization(repository: Path) -> None:
    if not shutil.which("kustomize"):
        pytest.skip("needs kustomize")
    (repository / "kust.yaml").write_text(APPLICATION.format("kust", "r", "kust"))
    (repository / "kust").mkdir()
    (repository / "kust/kustomization.yaml").write_text("resources: [a.yaml]\n" + "# x\n" * 9999)
    (repository / "kust/a.yaml").write_text(CONFIG)
    done = subprocess.run(
        ["sh", "-c", 'ulimit -f 8; exec "$@"', "sh", sys.executable, "-m", "argowave", "lint"],
        cwd=repository, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "error: a temporary file cannot be written: File too large\n"
        "  TMPDIR names a folder that has room\n"
    )


def test_a_file_that_may_hold_an_application(repository: Path) -> None:
    code, out, err = lint(repository, "other.yaml")

    assert (code, err) == (0, "")
    assert "not checked: other.yaml: it cannot be read: Permission denied [repository]\n" in out


@pytest.mark.parametrize("name", ["more", "more/deeper"])
def test_a_folder_that_may_hold_one(name: str, repository: Path) -> None:
    (repository / "more" / "deeper").mkdir(parents=True)
    code, out, err = lint(repository, name)

    assert (code, err) == (0, "")
    assert f"not checked: {name}: it cannot be read: Permission denied [repository]\n" in out


def test_the_only_file_that_may_hold_one(repository: Path) -> None:
    (repository / "other.yaml").unlink()
    code, out, err = lint(repository, "chart.yaml")
    said = "error: no Application here can be looked at: chart.yaml: it cannot be read: "

    assert (code, out, err) == (2, "", f"{said}Permission denied\n")


def test_the_lock(repository: Path) -> None:
    (repository / "argowave.lock").touch()
    code, out, err = lint(repository, "argowave.lock")

    assert (code, out) == (2, "")
    assert err == "error: argowave.lock: cannot be read: Permission denied\n"
