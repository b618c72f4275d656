"""What git ignores is in no checkout of Argo CD's, so generators do not see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.applicationsets import WorkingTree
from git_repositories import git

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def repository(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    git(folder, "init", "--quiet")
    return folder


def test_ignored_folders_and_files_are_left_out_and_untracked_ones_are_not(tmp_path: Path) -> None:
    files = {
        ".gitignore": "build/\n*.tmp\n",
        "apps/web/a.yaml": "",
        "apps/web/b.tmp": "",
        "apps/build/c.yaml": "",
        "build/d/e.yaml": "",
    }
    tree = WorkingTree(repository(tmp_path, files))

    assert tree.folders == ("apps", "apps/web")
    assert tree.files == (".gitignore", "apps/web/a.yaml")


def test_what_is_tracked_is_there_though_it_is_ignored(tmp_path: Path) -> None:
    files = {".gitignore": "build/\n", "build/kept/a.yaml": "", "build/other/b.yaml": ""}
    folder = repository(tmp_path, files)
    git(folder, "add", "--force", "build/kept")

    assert WorkingTree(folder).folders == ("build", "build/kept")


def test_a_name_that_is_no_text_and_one_with_a_line_end_are_ignored_too(tmp_path: Path) -> None:
    files = {".gitignore": "*.tmp\n", "a\nb.tmp": "", "\udcff.tmp": ""}

    assert WorkingTree(repository(tmp_path, files)).files == (".gitignore",)


def test_a_folder_within_a_repository_and_one_in_none_have_everything(tmp_path: Path) -> None:
    files = {".gitignore": "build/\n", "inner/build/a.yaml": ""}
    folder = repository(tmp_path, files)

    assert WorkingTree(folder / "inner").files == ("build/a.yaml",)


def test_a_repository_that_git_refuses_has_everything(tmp_path: Path) -> None:
    (tmp_path / ".git").write_text("gitdir: nowhere\n")
    (tmp_path / ".gitignore").write_text("*.yaml\n")
    (tmp_path / "a.yaml").write_text("")

    assert WorkingTree(tmp_path).files == (".gitignore", "a.yaml")


def test_without_git_nothing_is_ignored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = repository(tmp_path, {".gitignore": "*.yaml\n", "a.yaml": ""})
    monkeypatch.setenv("PATH", "")

    assert WorkingTree(folder).files == (".gitignore", "a.yaml")


def test_a_repository_starts_no_program_of_its_own(tmp_path: Path) -> None:
    folder = repository(tmp_path / "it", {".gitignore": "*.tmp\n", "a.yaml": ""})
    proof = tmp_path / "proof"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {proof}\n")
    program.chmod(0o755)
    git(folder, "config", "core.fsmonitor", str(program))

    assert WorkingTree(folder).files == (".gitignore", "a.yaml")
    assert not proof.exists()


def test_variables_of_git_lead_nowhere_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = repository(tmp_path / "it", {".gitignore": "*.tmp\n", "a.yaml": "", "b.tmp": ""})
    monkeypatch.setenv("GIT_DIR", str(repository(tmp_path / "other", {"c": ""}) / ".git"))

    assert WorkingTree(folder).files == (".gitignore", "a.yaml")
