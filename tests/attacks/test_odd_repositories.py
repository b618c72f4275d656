"""Repositories that git has in an odd state, and trees that hold what is no file."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from git_repositories import git

if TYPE_CHECKING:
    from collections.abc import Iterator

PLAIN: Final = Path(__file__).parents[1] / "cases" / "lint" / "repositories" / "valid" / "plain"
APPLICATION: Final = """apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: {0}, namespace: argocd}}
spec:
  project: default
  destination: {{server: "https://kubernetes.default.svc", namespace: all}}
  source: {{repoURL: "https://example.org/{1}.git", path: {2}}}
"""
SILENT: Final = "cannot be compared with anything: git says: nothing, and ended with"
MEMORY: Final = 4_000_000  # kB of addresses, which a device without end would pass


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a repository with one commit, and a remote whose URL holds a password."""
    folder = Path(shutil.copytree(PLAIN, tmp_path / "repository"))
    for words in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "x"]):
        git(folder, *words)
    git(folder, "remote", "add", "origin", "https://user:hunter2@example.org/r.git")
    return folder


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "argowave", *words]
    done = subprocess.run(
        ["sh", "-c", f'ulimit -v {MEMORY}; exec "$@"', "sh", *command],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        errors="backslashreplace",
        check=False,
        timeout=60,
    )
    assert "Traceback" not in done.stderr
    assert "hunter2" not in done.stdout + done.stderr
    return done


@pytest.mark.parametrize("words", [["diff", "HEAD"], ["review", "--into", "../out"]])
def test_a_repository_of_another_user_is_called_that_and_how_to_trust_it(
    words: list[str], repository: Path
) -> None:
    if os.geteuid():
        pytest.skip("only root can give files away")
    for path in (repository, repository / ".git"):
        os.chown(path, 12345, 12345)
    done = run(repository, *words)

    assert done.returncode == 2
    assert done.stderr == (
        f"error: {repository}: cannot be compared with anything: git says: detected dubious "
        f"ownership in repository at '{repository}'\n"
        f"  if you trust it: git config --global --add safe.directory {repository}\n"
    )


def test_a_repository_whose_settings_are_broken_is_called_that(repository: Path) -> None:
    (repository / ".git" / "config").write_text("[[[\n")
    done = run(repository, "diff", "HEAD")

    assert done.returncode == 2
    assert done.stderr == (
        f"error: {repository}: cannot be compared with anything: git says: bad config line 1 in "
        "file .git/config\n"
    )


@pytest.mark.parametrize("words", [["diff", "HEAD"], ["lint"], ["review", "--into", "../out"]])
def test_pipes_and_devices_are_not_read(words: list[str], repository: Path) -> None:
    os.mkfifo(repository / "plain" / "pipe.txt")
    try:
        os.mknod(repository / "plain" / "zero.txt", 0o20666, os.makedev(1, 5))
    except PermissionError:
        (repository / "plain" / "zero.txt").symlink_to("/dev/zero")

    assert run(repository, *words).returncode in (0, 1)


def test_names_that_are_no_utf_8_or_of_two_lines_are_shown_in_every_format(
    repository: Path,
) -> None:
    for name in (b"\xff.yaml", b"new\nline.yaml"):
        path = Path(os.fsdecode(os.fsencode(repository / "plain") + b"/" + name))
        path.write_text("kind: [ # apiVersion: metadata:\n")  # Argo CD does not pass over it
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "y")

    assert run(repository, "review", "--into", "../out").returncode == 1
    assert run(repository, "diff", "HEAD~1").returncode in (0, 1, 2)
    sarif = next((repository.parent / "out").glob("*.sarif")).read_text()
    assert '"uri": "plain/%FF.yaml"' in sarif or '"uri":"plain/%FF.yaml"' in sarif


def test_a_chart_may_hold_a_template_whose_name_is_no_utf_8(repository: Path) -> None:
    chart = repository / "plain"
    (chart / "Chart.yaml").write_text("apiVersion: v2\nname: plain\nversion: 1.0.0\n")
    (chart / "templates").mkdir()
    wrong = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nspec: {a: {{ .Values.a }}}\n"
    path = os.fsdecode(os.fsencode(chart / "templates") + b"/a\xff.yaml")
    Path(path).write_text(wrong)
    done = run(repository, "lint")

    assert (done.returncode, done.stderr) == (1, "")
    assert "ConfigMap/a $.spec: unknown field" in done.stdout


@pytest.fixture
def deep(repository: Path) -> Iterator[Path]:
    """Give a repository with more folders in each other than Python has room for on its stack."""
    folder = os.open(repository / "plain", os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("a", dir_fd=folder)
        inner = os.open("a", os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = inner
    os.close(folder)
    yield repository
    subprocess.run(["rm", "-rf", str(repository / "plain")], check=True)  # pytest cannot


@pytest.mark.parametrize("words", [("lint", "--no-cache"), ("validate", ".")], ids=" ".join)
def test_folders_without_end_in_each_other_are_no_fault(words: tuple[str, ...], deep: Path) -> None:
    done = run(deep, *words)

    assert done.returncode in (0, 1, 2)
    assert "Traceback" not in done.stderr
    if words[0] == "lint" and sys.version_info < (3, 12):
        said = "more folders are in each other here than can be looked through"
        assert (done.returncode, done.stderr) == (2, f"error: {said}\n")


@pytest.mark.parametrize(
    "state",
    [
        ["checkout", "-q", "--detach"],
        ["sparse-checkout", "set", "nothing"],
        ["worktree", "add", "-q", "../other"],
    ],
    ids=" ".join,
)
def test_a_state_that_git_can_answer_for_is_looked_at(state: list[str], repository: Path) -> None:
    git(repository, *state)
    where = repository.parent / "other" if state[0] == "worktree" else repository

    assert run(where, "diff", "HEAD").returncode in (0, 1)


@pytest.mark.parametrize(
    "link",
    [b"", b"gitdir: a\0b", b"gitdir: /nowhere", b"gitdir: " + b"a" * 300, b"gitdir: .git", b"\xff"],
)
def test_a_file_that_names_no_folder_of_gits_is_none(link: bytes, repository: Path) -> None:
    shutil.rmtree(repository / ".git")
    alone = run(repository, "lint", "--no-cache")
    (repository / ".git").write_bytes(link)

    assert alone.returncode == 0
    for _ in range(2):  # what was remembered is looked at, too
        done = run(repository, "lint", "--cache-dir", str(repository.parent / "kept"))
        assert (done.returncode, done.stdout, done.stderr) == (0, alone.stdout, alone.stderr)


def test_a_repository_that_its_file_does_not_lead_to_is_named(repository: Path) -> None:
    shutil.rmtree(repository / ".git")
    (repository / ".git").write_text("gitdir: /nowhere/git\n")
    done = run(repository, "diff", "HEAD")

    assert done.returncode == 2
    where = "/nowhere/git", "(null)"  # git 2.55 has forgotten it
    assert done.stderr in {
        f"error: {repository}: cannot be compared with anything: git says: not a git repository: "
        f"{each}\n"
        for each in where
    }


def test_settings_that_are_a_folder_are_named(repository: Path) -> None:
    (repository / ".git" / "config").unlink()
    (repository / ".git" / "config").mkdir()
    done = run(repository, "diff", "HEAD")

    assert done.returncode == 2
    assert done.stderr == (
        f"error: {repository}: cannot be compared with anything: git says: unknown error occurred "
        "while reading the configuration files\n"
    )


def test_a_repository_without_a_commit_is_told_what_to_do(repository: Path) -> None:
    git(repository, "update-ref", "-d", "HEAD")
    done = run(repository, "diff", "HEAD")

    assert done.returncode == 2
    assert done.stderr == (
        "error: there is no revision HEAD in this repository\n"
        "  HEAD is no commit yet: commit what is here first\n"
    )


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("#!/bin/sh\nkill -9 $$\n", f"{{}}: {SILENT} signal 9"),
        ("#!/bin/sh\nexit 3\n", f"{{}}: {SILENT} exit code 3"),
        ("\0", "git cannot be run: Exec format error"),
    ],
    ids=["killed", "failing", "no program"],
)
def test_a_git_that_does_not_work_is_named(
    program: str, said: str, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = repository.parent / "bin" / "git"
    path.parent.mkdir()
    path.write_text(program)
    path.chmod(0o755)
    (path.parent / "sh").symlink_to("/bin/sh")
    monkeypatch.setenv("PATH", str(path.parent))
    done = run(repository, "diff", "HEAD")

    assert done.returncode == 2
    assert done.stderr == f"error: {said.format(repository)}\n"
    assert run(repository, "lint", "--no-cache").returncode == 0


def test_what_has_git_note_or_read_paths_otherwise_is_left_out(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TRACE", "/dev/stdout")
    monkeypatch.setenv("GIT_LITERAL_PATHSPECS", "1")

    assert run(repository, "diff", "HEAD").returncode == 0
    assert run(repository / "plain", "lint", "--no-cache").returncode == 0


def test_an_extension_that_git_does_not_know_is_named(repository: Path) -> None:
    git(repository, "config", "core.repositoryFormatVersion", "1")
    git(repository, "config", "extensions.refOfTomorrow", "true")
    done = run(repository, "diff", "HEAD")

    assert done.returncode == 2
    assert done.stderr == (
        f"error: {repository}: cannot be compared with anything: git says: unknown repository "
        "extension found: refoftomorrow\n"
    )


@pytest.mark.parametrize("url", ["r", "of/nobody"])
def test_a_path_that_no_file_system_has_is_a_finding(url: str, repository: Path) -> None:
    git(repository, "rm", "-rq", "plain", "root.yaml")
    paths = {"here": "plain", "long": "a" * 300, "deep": "a/" * 3000, "zero": r'"a\0b"'}
    for name, path in paths.items():
        (repository / f"{name}.yaml").write_text(APPLICATION.format(name, url, path))
    (repository / "plain").mkdir()
    done = run(repository, "lint", "--no-cache")
    found = re.findall(r"^(\w+)\.yaml:7 .* (.*) \(source, error\)", done.stdout, re.MULTILINE)

    assert (done.returncode, done.stderr) == (1, "")
    assert {"long", "zero"} <= {name for name, _ in found} <= {"deep", "long", "zero"}
