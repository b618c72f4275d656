"""The files of a review are written together or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.commands import main

if TYPE_CHECKING:
    from pathlib import Path

    from diff.conftest import Shop


def test_a_file_that_cannot_be_put_there_leaves_nothing_half_written(
    shop: Shop, tmp_path: Path
) -> None:
    into = tmp_path / "review"
    (into / "comment.md" / "inside").mkdir(parents=True)
    code = main(["review", "--repository", str(shop.path), "--into", str(into)])

    assert code == 2
    assert shop.capsys.readouterr().err == f"error: {into}: cannot be written: Is a directory\n"
    assert [path.name for path in into.iterdir()] == ["comment.md"]


def test_no_file_is_written_through_a_link(shop: Shop, tmp_path: Path) -> None:
    into, other = tmp_path / "review", tmp_path / "other"
    into.mkdir()
    other.write_text("precious\n")
    for name in ("comment.md", ".comment.md.part", ".junit.xml.part"):
        (into / name).symlink_to(other)
    code = main(["review", "--repository", str(shop.path), "--into", str(into)])

    assert code == 1  # the shop's findings
    assert other.read_text() == "precious\n"
    assert not any(path.is_symlink() for path in into.iterdir())
