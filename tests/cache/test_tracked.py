"""Names in git's index."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from argowave.cache.tracked import digest_of_names

if TYPE_CHECKING:
    from pathlib import Path


def index(folder: Path, *names: str, version: int = 2) -> bytes:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    for words in (
        ("init", "--quiet"),
        ("update-index", f"--index-version={version}"),
        ("add", "."),
    ):
        subprocess.run(["git", "-C", str(folder), *words], check=True)
    return (folder / ".git" / "index").read_bytes()


def test_two_clones_with_the_same_names_have_one_digest(tmp_path: Path) -> None:
    names = ("a", "bb/ccc", "d" * 100, "ü")
    one, other = (index(tmp_path / name, *names) for name in ("one", "other"))

    assert one != other
    assert digest_of_names(one) == digest_of_names(other)


@pytest.mark.parametrize("version", [2, 4])
def test_another_name_gives_another_digest(tmp_path: Path, version: int) -> None:
    one = index(tmp_path / "one", "a", "b", version=version)
    other = index(tmp_path / "other", "a", "c", version=version)

    assert digest_of_names(one) != digest_of_names(other)


@pytest.mark.parametrize("length", range(0, 140, 7))
def test_a_damaged_index_has_a_digest_of_its_own(tmp_path: Path, length: int) -> None:
    whole = index(tmp_path, "a", "b")

    assert digest_of_names(whole[:length]) != digest_of_names(whole)
