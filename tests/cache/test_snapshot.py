from __future__ import annotations

import os
import time
import zlib
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from argowave.cache.snapshot import Ground, look, take
from argowave.files.walk import UntraceableError

if TYPE_CHECKING:
    from pathlib import Path

TWO = sha256(b"2").hexdigest().encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "folder"
    (folder / "a").mkdir(parents=True)
    (folder / "a" / "x").write_text("1")
    (folder / "y").write_text("2")
    return folder


def digest(folder: Path, known: bytes = b"") -> str:
    return take(Ground((str(folder),)), known).digest


def known_of(folder: Path) -> bytes:
    return take(Ground((str(folder),)), b"").known


def files_in(known: bytes) -> list[str]:
    return [line.split(b" ", 3)[3].decode() for line in zlib.decompress(known).split(b"\0")[:-1]]


def test_the_same_content_written_again_is_the_same(folder: Path) -> None:
    before = digest(folder), look(Ground((str(folder),))).digest
    time.sleep(0.02)
    (folder / "y").write_text("2")

    assert digest(folder) == before[0]
    assert look(Ground((str(folder),))).digest != before[1]


def test_every_change_gives_another_digest(folder: Path) -> None:
    seen = [digest(folder)]
    (folder / "y").write_text("3")
    seen.append(digest(folder))
    (folder / "y").rename(folder / "z")
    seen.append(digest(folder))
    (folder / "empty").mkdir()
    seen.append(digest(folder))
    (folder / "link").symlink_to("z")
    seen.append(digest(folder))
    (folder / "link").unlink()
    (folder / "link").symlink_to("a/x")
    seen.append(digest(folder))
    os.mkfifo(folder / "pipe")
    seen.append(digest(folder))

    assert len(set(seen)) == len(seen)


def test_a_stat_that_is_old_enough_is_believed(folder: Path) -> None:
    time.sleep(0.1)
    known = known_of(folder)
    other = zlib.compress(zlib.decompress(known).replace(TWO, TWO[::-1]))

    assert digest(folder, known) == digest(folder)
    assert digest(folder, other) != digest(folder)


def test_files_are_known_again_whatever_came_and_went_between_them(folder: Path) -> None:
    for name in ("a.x", "a-x", "a/y/z", "b", "é", "a/x y"):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name)
    time.sleep(0.1)
    known = known_of(folder)
    (folder / "b").unlink()
    (folder / "a" / "w").write_text("")
    (folder / "z").write_text("")
    planted = zlib.compress(zlib.decompress(known).replace(TWO, TWO[::-1]))

    assert files_in(known) == [
        f"{folder}/{name}" for name in ("a-x", "a.x", "a/x", "a/x y", "a/y/z", "b", "y", "é")
    ]
    assert digest(folder, planted) != digest(folder)  # y is behind all that changed


@pytest.mark.parametrize("known", [b"no", zlib.compress(b"1 2\0x\0"), zlib.compress(b"\xff")[:-2]])
def test_what_is_known_may_be_damaged(folder: Path, known: bytes) -> None:
    assert digest(folder, known) == digest(folder)


def test_files_with_the_ends_that_are_asked_for_are_named(folder: Path) -> None:
    ground = Ground((str(folder),), (), frozenset(), ("/x", ".z"))

    assert look(ground).named == take(ground, b"").sight.named == (f"{folder}/a/x",)


def test_a_file_that_was_written_just_now_is_read_again(folder: Path) -> None:
    assert files_in(known_of(folder)) == []


def test_a_file_that_is_written_with_an_old_time_is_read_again(folder: Path) -> None:
    path = folder / "y"
    time.sleep(0.1)
    known = known_of(folder)
    stat = path.stat()
    before = digest(folder)
    path.write_text("7")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))

    assert path.stat().st_mtime_ns == stat.st_mtime_ns
    assert digest(folder, known) != before


@pytest.mark.parametrize("target", ["..", "../elsewhere", "/", "loop"])
def test_a_link_that_leads_away_or_nowhere_is_not_trusted(folder: Path, target: str) -> None:
    (folder.parent / "elsewhere").write_text("")
    (folder / "loop").symlink_to(target)
    if target == "loop":  # it leads to itself, and whoever opens it is told so
        assert digest(folder)
        return
    with pytest.raises(UntraceableError):
        digest(folder)


def test_a_folder_that_is_not_there_is_nothing(tmp_path: Path) -> None:
    assert digest(tmp_path / "none") == digest(tmp_path / "neither")


def test_a_named_file_counts_whether_it_is_there_or_not(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "config"
    ground = Ground((str(folder),), (str(path),))
    missing = take(ground, b"").digest
    path.write_text("")
    empty = take(ground, b"").digest
    path.write_text("x")

    assert len({missing, empty, take(ground, b"").digest}) == 3


def test_a_skipped_folder_does_not_count(folder: Path) -> None:
    ground = Ground((str(folder),), (), frozenset({str(folder / "a")}))
    before = take(ground, b"").digest
    (folder / "a" / "x").write_text("other")

    assert take(ground, b"").digest == before


def test_names_that_are_no_utf8_are_names(folder: Path) -> None:
    try:
        (folder / os.fsdecode(b"\xff")).write_text("")
    except OSError:
        pytest.skip("this disk has names in UTF-8 only")
    assert digest(folder)
