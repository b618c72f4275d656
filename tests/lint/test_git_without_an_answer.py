"""Where git cannot say what it ignores, the summary says so, once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from argowave.commands import main
from argowave.git import ignored
from git_repositories import git

PLAIN = Path(__file__).parents[1] / "cases" / "lint" / "repositories" / "valid" / "plain"
NOT_CHECKED = "not checked: which files git ignores: {}, so every file counts as committed [{}]"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(PLAIN, tmp_path / "repository"))
    (folder / ".gitignore").write_text("# what builds leave\nbuild/\n")
    git(folder, "init", "--quiet", "--initial-branch=main")
    return folder


@pytest.fixture
def programs(repository: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the only folder on the PATH, with nothing in it."""
    folder = repository.parent / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    # what git owes this process here, it does not owe other tests
    monkeypatch.setattr("argowave.git.program._UNANSWERED", [])
    return folder


def lint(
    repository: Path, capsys: pytest.CaptureFixture[str], *words: str
) -> tuple[int, list[str]]:
    """Return the exit code, and the lines of what was not checked."""
    code = main(["lint", "--repository", str(repository), *words])
    lines = capsys.readouterr().out.splitlines()
    return code, [each for each in lines if "git" in each]


def answering(programs: Path, script: str) -> None:
    (programs / "git").write_text(f"#!/bin/sh\n{script}\n")
    (programs / "git").chmod(0o755)


@pytest.mark.usefixtures("programs")
def test_without_git_it_is_said(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = [NOT_CHECKED.format("git is not on the PATH", "repository")]

    assert lint(repository, capsys) == (0, said)


@pytest.mark.usefixtures("programs")
def test_whoever_requires_all_is_told_in_a_finding(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, lines = lint(repository, capsys, "--require-all")

    assert code == 1
    assert lines[0] == (
        "environments/repository which files git ignores was not checked: git is not on the PATH, "
        "so every file counts as committed (not-checked, error) [repository]"
    )


@pytest.mark.usefixtures("programs")
@pytest.mark.parametrize("text", ["", "# nothing yet\n\n"])
def test_without_git_nothing_is_said_where_nothing_is_ignored(
    text: str, repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / ".gitignore").write_text(text)
    (repository / ".git" / "info" / "exclude").write_text(text)

    assert lint(repository, capsys) == (0, [])


@pytest.mark.usefixtures("programs")
def test_patterns_of_a_folder_of_the_clone_and_of_the_clone_itself_count(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / ".gitignore").rename(repository / "plain" / ".gitignore")
    assert len(lint(repository, capsys)[1]) == 1

    (repository / "plain" / ".gitignore").rename(repository / ".git" / "info" / "exclude")
    assert len(lint(repository, capsys)[1]) == 1


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("echo 'warning: odd\nfatal: detected dubious ownership' >&2; exit 128", ": detected"),
        ("exit 3", "git ended with exit code 3"),
        ("kill -9 $$", "git was ended by signal 9"),
    ],
)
def test_what_git_says_of_a_failure_is_the_reason(
    script: str, why: str, repository: Path, programs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answering(programs, script)
    why = "git says: detected dubious ownership" if why.startswith(":") else why

    assert lint(repository, capsys) == (0, [NOT_CHECKED.format(why, "repository")])


def test_what_comes_too_late_is_not_waited_for_and_not_remembered(
    repository: Path,
    programs: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(ignored, "_PATIENCE", 1)
    monkeypatch.delenv("ARGOWAVE_NO_CACHE", raising=False)
    kept = f"--cache-dir={programs.parent / 'kept'}"
    real = shutil.which("git", path="/usr/local/bin:/usr/bin:/bin")
    sleep = shutil.which("sleep", path="/usr/bin:/bin")
    answering(programs, f'[ -e "{programs}/awake" ] || exec {sleep} 60\nexec {real} "$@"')
    said = [NOT_CHECKED.format("git gave no answer in 1 s", "repository")]
    assert lint(repository, capsys, kept) == (0, said)

    (programs / "awake").touch()
    assert lint(repository, capsys, kept) == (0, [])


@pytest.mark.usefixtures("programs")
def test_several_environments_are_named_in_one_line(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("dev", "prod"):
        (repository / name).mkdir()
        shutil.copy(repository / "root.yaml", repository / name / "root.yaml")
    (repository / "root.yaml").unlink()

    _, lines = lint(repository, capsys)

    assert lines == [NOT_CHECKED.format("git is not on the PATH", "dev, prod")]
