from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

from argowave.cache.snapshot import Ground, Known, look, take
from argowave.walk import UntraceableError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "folder"
    (folder / "a").mkdir(parents=True)
    (folder / "a" / "x").write_text("1")
    (folder / "y").write_text("2")
    return folder


def digest(folder: Path, known: Known | None = None) -> str:
    return take(look(Ground((str(folder),))), known or {}).digest


def known_of(folder: Path) -> Known:
    return take(look(Ground((str(folder),))), {}).settled()


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
    path = str(folder / "y")
    seen, _ = known[path]

    assert digest(folder, known) == digest(folder)
    assert digest(folder, {**known, path: (seen, "other")}) != digest(folder)


def test_a_file_that_was_written_just_now_is_read_again(folder: Path) -> None:
    assert known_of(folder) == {}


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
    missing = take(look(ground), {}).digest
    path.write_text("")
    empty = take(look(ground), {}).digest
    path.write_text("x")

    assert len({missing, empty, take(look(ground), {}).digest}) == 3


def test_a_skipped_folder_does_not_count(folder: Path) -> None:
    ground = Ground((str(folder),), (), frozenset({str(folder / "a")}))
    before = take(look(ground), {}).digest
    (folder / "a" / "x").write_text("other")

    assert take(look(ground), {}).digest == before


def test_names_that_are_no_utf8_are_names(folder: Path) -> None:
    try:
        (folder / os.fsdecode(b"\xff")).write_text("")
    except OSError:
        pytest.skip("this disk has names in UTF-8 only")
    assert digest(folder)
