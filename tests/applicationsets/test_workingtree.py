from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.applicationsets import WorkingTree

if TYPE_CHECKING:
    from pathlib import Path


def test_folders_come_before_what_is_in_them_and_hidden_ones_are_left_out(tmp_path: Path) -> None:
    for name in ("b", "a/c/d", "a-b", "a/.hidden", ".git/x"):
        (tmp_path / name).mkdir(parents=True)

    assert WorkingTree(tmp_path).folders == ("a", "a/c", "a/c/d", "a-b", "b")


def test_links_and_hidden_folders_at_the_top_give_no_files(tmp_path: Path) -> None:
    for name in ("a/x.yaml", "a/.hidden/y.yaml", ".venv/z.yaml", "top.yaml", ".dot.yaml"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    (tmp_path / "a/link.yaml").symlink_to(tmp_path / "top.yaml")
    (tmp_path / "a/loop").symlink_to(tmp_path)

    assert WorkingTree(tmp_path).files == (".dot.yaml", "a/.hidden/y.yaml", "a/x.yaml", "top.yaml")


def test_the_folder_is_made_readable_before_the_first_look(tmp_path: Path) -> None:
    tree = WorkingTree(tmp_path, lambda: (tmp_path / "late.yaml").write_text("a: 1"))

    assert tree.files == ("late.yaml",)
    assert tree.read("late.yaml") == b"a: 1"
