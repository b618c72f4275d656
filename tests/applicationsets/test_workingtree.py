from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from argowave.applicationsets import WorkingTree
from git_repositories import commit, git

if TYPE_CHECKING:
    from pathlib import Path


def test_folders_come_before_what_is_in_them_and_hidden_ones_are_left_out(tmp_path: Path) -> None:
    for name in ("b", "a/c/d", "a-b", "a/.hidden", ".git/x"):
        (tmp_path / name).mkdir(parents=True)

    assert WorkingTree(tmp_path).folders == ("a", "a/c", "a/c/d", "a-b", "b")


def test_files_are_what_git_lists_once_it_is_committed(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    names = ("a/x.yaml", "a/.hidden/y.yaml", ".argo/z.yaml", "top.yaml", ".dot.yaml")
    commit(tmp_path, dict.fromkeys((*names, ".gitignore"), "a: 1\n"))
    (tmp_path / "a/link.yaml").symlink_to(tmp_path / "top.yaml")
    (tmp_path / "a/loop").symlink_to(tmp_path)
    inner = tmp_path / "a/inner"
    inner.mkdir()
    git(inner, "init", "--quiet")
    commit(inner, {"in/w.yaml": "a: 1\n"})
    git(tmp_path, "-c", "advice.addEmbeddedRepo=false", "add", ".")
    listed = git(tmp_path, "ls-files").split("\n")

    assert list(WorkingTree(tmp_path).files) == [each for each in listed if each != "a/inner"]


def test_a_link_is_read_where_it_stays_in_the_repository(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    for name in ("secret.yaml", "root/top.yaml"):
        (tmp_path / name).write_text(f"file: {name}\n")
    (root / "in.yaml").symlink_to("top.yaml")
    (root / "out.yaml").symlink_to("../secret.yaml")

    assert WorkingTree(root).read("in.yaml") == b"file: root/top.yaml\n"
    with pytest.raises(OSError, match="a symbolic link in it leaves the repository"):
        WorkingTree(root).read("out.yaml")


def test_the_folder_is_made_readable_before_the_first_look(tmp_path: Path) -> None:
    tree = WorkingTree(tmp_path, lambda: (tmp_path / "late.yaml").write_text("a: 1"))

    assert tree.files == ("late.yaml",)
    assert tree.read("late.yaml") == b"a: 1"
