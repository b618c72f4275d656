from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from argowave.errors import InvocationError, RepositoryError
from argowave.validate.walk import find_files

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder of manifests and other files, which is the working folder too."""
    for name in ("b.yaml", "a/z.yml", "a/c.JSON", "a-b.yaml", "README.md", "a/values.yaml.bak"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("kind: X\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_folder_gives_its_manifests_in_the_order_of_names(folder: Path) -> None:
    names = ["a/c.JSON", "a/z.yml", "a-b.yaml", "b.yaml"]

    assert find_files(["."]) == names
    assert find_files([str(folder)]) == [str(folder / name) for name in names]
    assert find_files(["./a/", "b.yaml"]) == ["a/c.JSON", "a/z.yml", "b.yaml"]


@pytest.mark.usefixtures("folder")
def test_a_file_that_is_named_is_taken_whatever_its_suffix() -> None:
    assert find_files(["README.md"]) == ["README.md"]


@pytest.mark.usefixtures("folder")
def test_a_file_that_is_named_twice_is_taken_once() -> None:
    assert find_files(["b.yaml", "./b.yaml", "."])[0] == "b.yaml"
    assert find_files(["b.yaml", "./b.yaml", "."]).count("b.yaml") == 1


@pytest.mark.usefixtures("folder")
def test_paths_that_match_a_pattern_are_left_out() -> None:
    assert find_files(["."], ["^a/", "b[.]yaml$"]) == []
    assert find_files(["."], ["[.]JSON$"]) == ["a/z.yml", "a-b.yaml", "b.yaml"]


def test_a_link_to_a_folder_is_followed_only_where_it_is_named(folder: Path) -> None:
    (folder / "link").symlink_to(folder / "a")

    assert "link/z.yml" not in find_files(["."])
    assert find_files(["link"]) == ["link/c.JSON", "link/z.yml"]


def test_a_path_that_does_not_exist_is_named(folder: Path) -> None:
    with pytest.raises(RepositoryError, match="No such file or directory") as caught:
        find_files([".", "absent"])

    assert caught.value.path == "absent"
    assert folder.exists()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_cannot_be_read_is_named(folder: Path) -> None:
    (folder / "a").chmod(0)

    with pytest.raises(RepositoryError, match="Permission denied"):
        find_files(["."])


@pytest.mark.usefixtures("folder")
def test_a_pattern_that_is_none_is_shown() -> None:
    with pytest.raises(InvocationError, match=r'"\[" is no regular expression'):
        find_files(["."], ["["])
