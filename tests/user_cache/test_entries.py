from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from argowave.user_cache import entries
from argowave.user_cache.entries import Entries

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WRITER = """
import sys
from pathlib import Path
from argowave.user_cache.entries import Entries
kept = Entries(Path(sys.argv[1]))
for number in range(60):
    assert kept.write("same", sys.argv[2].encode() * 10_000)
    assert kept.read("same") in (b"a" * 10_000, b"b" * 10_000, b"c" * 10_000)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "kept"


def test_what_is_written_is_read_and_nothing_else_is_there(folder: Path) -> None:
    kept = Entries(folder)

    assert kept.read("one") is None
    assert kept.write("one", b"1")
    assert kept.write("one", b"2")
    assert kept.read("one") == b"2"
    assert kept.read("two") is None


def test_nobody_else_may_read_it(folder: Path) -> None:
    Entries(folder).write("one", b"1")

    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "one").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("how", [os.mkfifo, os.mkdir, lambda path: path.symlink_to("/dev/zero")])
def test_what_took_an_entrys_place_is_neither_waited_for_nor_read(
    how: Callable[[Path], None], folder: Path
) -> None:
    Entries(folder).write("one", b"1")
    (folder / "one").unlink()
    how(folder / "one")

    assert Entries(folder).read("one") is None


@pytest.mark.parametrize("mode", [0o755, 0o770, 0o777])
def test_a_folder_that_others_may_enter_is_neither_read_nor_written(
    folder: Path, mode: int
) -> None:
    Entries(folder).write("one", b"1")
    folder.chmod(mode)

    assert Entries(folder).read("one") is None
    assert not Entries(folder).write("one", b"2")


def test_a_link_in_place_of_the_folder_is_not_followed(folder: Path, tmp_path: Path) -> None:
    Entries(folder).write("one", b"1")
    link = tmp_path / "link"
    link.symlink_to(folder)

    assert Entries(link).read("one") is None


@pytest.mark.parametrize("length", [0, 5, 20, 60])
def test_a_truncated_entry_is_none(folder: Path, length: int) -> None:
    Entries(folder).write("one", b"1" * 100)
    path = folder / "one"
    path.write_bytes(path.read_bytes()[:length])

    assert Entries(folder).read("one") is None


def test_an_entry_with_another_byte_is_none(folder: Path) -> None:
    Entries(folder).write("one", b"1" * 100)
    path = folder / "one"
    whole = path.read_bytes()
    for place in range(0, len(whole), 7):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])

        assert Entries(folder).read("one") is None


def test_a_file_where_the_folder_should_be_means_that_nothing_is_kept(folder: Path) -> None:
    folder.parent.mkdir()
    folder.write_text("")

    assert not Entries(folder).write("one", b"1")
    assert not Entries(folder / "below").write("one", b"1")
    assert Entries(folder).read("one") is None


def test_what_was_used_longest_ago_makes_room(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entries, "LIMIT", 1300)
    kept = Entries(folder)
    for number, name in enumerate("abcdef"):
        kept.write(name, b"x" * 200)
        if (folder / name).exists():
            os.utime(folder / name, (number, number))
    kept.read("b")  # used just now

    assert kept.write("g", b"x" * 200)
    assert sorted(path.name for path in folder.iterdir()) == ["b", "d", "e", "f", "g"]
    assert sum(path.stat().st_size for path in folder.iterdir()) <= 1300


def test_of_more_than_so_many_those_used_longest_ago_go(folder: Path) -> None:
    kept = Entries(folder, most=3)
    for number, name in enumerate("abcde"):
        assert kept.write(name, b"x")
        os.utime(folder / name, (number, number))

    assert sorted(path.name for path in folder.iterdir()) == ["c", "d", "e"]


def test_more_than_fits_is_not_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entries, "LARGEST", 10)

    assert not Entries(folder).write("one", b"x" * 11)


def test_more_than_was_ever_kept_is_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entries = Entries(folder)
    entries.write("a", b"x" * 1000)
    monkeypatch.setattr("argowave.user_cache.entries.LARGEST", 100)

    assert entries.read("a") is None


def test_what_a_killed_process_left_is_removed_after_an_hour(folder: Path) -> None:
    kept = Entries(folder)
    kept.write("one", b"1")
    for name, age in ((".new-old", 4000), (".new-young", 0)):
        (folder / name).write_text("half")
        seconds = (folder / "one").stat().st_mtime - age
        os.utime(folder / name, (seconds, seconds))
    kept.write("two", b"2")

    assert sorted(path.name for path in folder.iterdir()) == [".new-young", "one", "two"]


def test_several_processes_write_and_read_the_same_name(folder: Path) -> None:
    command = [sys.executable, "-c", WRITER, str(folder)]
    running = [subprocess.Popen([*command, letter], stderr=subprocess.PIPE) for letter in "abc"]

    assert [process.communicate(timeout=60)[1] for process in running] == [b"", b"", b""]
    assert [path.name for path in folder.iterdir()] == ["same"]
