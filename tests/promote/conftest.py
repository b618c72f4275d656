"""This repository's environments in a git repository of their own, dev ahead of the others."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from argowave.commands import main
from git_repositories import git
from this_repository import copy_repository

REPOSITORY = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Site:
    """The repository, and the command on it."""

    path: Path
    capsys: pytest.CaptureFixture[str]

    def git(self, *words: str) -> str:
        return git(self.path, *words)

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "a change")

    def status(self) -> list[str]:
        return self.git("status", "--porcelain", "--untracked-files=all").splitlines()

    def versions(self, name: str) -> Path:
        return self.path / "environments" / name / "versions.yaml"

    def change(self, path: str, before: str, after: str) -> None:
        file = self.path / path
        assert before in file.read_text()
        file.write_text(file.read_text().replace(before, after))

    def promote(self, *words: str) -> tuple[int, str, str]:
        code = main(["promote", "--repository", str(self.path), *words])
        out, err = self.capsys.readouterr()
        return code, out, err

    def command(self, *words: str) -> list[str]:
        argowave = [sys.executable, "-m", "argowave"]
        return [*argowave, "promote", "--repository", str(self.path), *words]

    def environment(self) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": str(REPOSITORY / "tools")}


@pytest.fixture
def site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Site:
    """Give a repository whose dev has a newer DynamoDB Admin; everything is committed."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))  # no charts
    made = Site(copy_repository(tmp_path.resolve() / "site", settings=True), capsys)
    made.git("init", "--quiet", "--initial-branch=main")
    made.git("config", "user.name", "Somebody")
    made.git("config", "user.email", "somebody@example.com")
    made.change("environments/dev/versions.yaml", "dynamodb-admin:5.3.3", "dynamodb-admin:5.3.4")
    assert main(["render", "--repository", str(made.path)]) == 0
    made.commit()
    capsys.readouterr()
    return made
