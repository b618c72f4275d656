from __future__ import annotations

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Timer
from typing import TYPE_CHECKING

import pytest

from argowave.user_cache import answers
from argowave.user_cache.answers import Answers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WRITER = """
import sys
from pathlib import Path
from argowave.user_cache.answers import Answers
kept = Answers(Path(sys.argv[1]))
own = sys.argv[2].encode()
for number in range(200):
    kept.write(b"same", own * 1000)
    assert kept.read(b"same") in (b"a" * 1000, b"b" * 1000, b"c" * 1000)
    kept.write(own + b"%d" % number, own)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "kept"


def test_what_is_written_is_read_and_nothing_else_is_there(folder: Path) -> None:
    kept = Answers(folder)

    assert kept.read(b"one") is None
    kept.write(b"one", b"1")
    kept.write(b"one", b"2")
    kept.close()
    assert kept.read(b"one") == Answers(folder).read(b"one") == b"2"
    assert kept.read(b"two") is None


def test_nobody_else_may_enter_its_folder(folder: Path) -> None:
    Answers(folder).write(b"one", b"1")

    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("mode", [0o755, 0o770, 0o777])
def test_a_folder_that_others_may_enter_is_neither_read_nor_written(
    folder: Path, mode: int
) -> None:
    Answers(folder).write(b"one", b"1")
    folder.chmod(mode)
    kept = Answers(folder)
    kept.write(b"one", b"2")

    assert kept.read(b"one") is None
    folder.chmod(0o700)
    assert Answers(folder).read(b"one") == b"1"


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda data: data[:50], id="cut in its header"),
        pytest.param(lambda data: data[:5000], id="cut"),
        pytest.param(lambda _: b"none of ours" * 500, id="another file"),
        pytest.param(lambda data: data[:4096] + b"\xff" * 4096 + data[8192:], id="a page"),
    ],
)
def test_a_damaged_file_is_made_again(folder: Path, damage: Callable[[bytes], bytes]) -> None:
    _filled(folder)
    path = folder / "answers.sqlite"
    path.write_bytes(damage(path.read_bytes()))
    kept = Answers(folder)

    assert [kept.read(b"%d" % number) for number in range(30)].count(None) > 0
    for number in range(30):
        kept.write(b"%d" % number, b"new")
    assert {kept.read(b"%d" % number) for number in range(30)} == {b"new"}


def test_no_byte_that_is_changed_gives_another_answer(folder: Path) -> None:
    _filled(folder)
    path = folder / "answers.sqlite"
    whole = path.read_bytes()
    for place in range(0, len(whole), 97):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        kept = Answers(folder)

        for number in range(30):
            assert kept.read(b"%d" % number) in {(b"%d" % number) * 500, None}
        kept.close()


def test_the_answer_to_another_name_is_none_to_this_one(folder: Path) -> None:
    """A file that was half written when the power went may have an index that leads astray."""
    kept = Answers(folder)
    kept.write(b"one", b"1")
    kept.write(b"two", b"2")
    with closing(sqlite3.connect(folder / "answers.sqlite")) as connection, connection:
        connection.execute("DELETE FROM answers WHERE name = ?", (b"one",))
        connection.execute("UPDATE answers SET name = ?", (b"one",))

    assert kept.read(b"one") is None


def test_a_full_file_forgets_what_was_used_longest_ago(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = 400_000
    kept = Answers(folder, limit)
    monkeypatch.setattr(answers, "_today", lambda: 1)
    for number in range(30):
        kept.write(b"%d" % number, bytes(9_000))
    monkeypatch.setattr(answers, "_today", lambda: 2)
    assert kept.read(b"0") == bytes(9_000)
    number = 30
    while (count := _count(folder)) >= number - 1:
        kept.write(b"%d" % number, bytes(9_000))
        number += 1

    assert count >= number / 3
    assert kept.read(b"0") == kept.read(b"%d" % (number - 1)) == bytes(9_000)
    assert [kept.read(b"%d" % each) for each in range(1, 10)] == [None] * 9
    kept.close()
    assert (folder / "answers.sqlite").stat().st_size <= limit


def test_what_is_larger_than_a_share_of_the_file_is_not_kept(folder: Path) -> None:
    kept = Answers(folder, 400_000)
    kept.write(b"large", bytes(40_000))

    assert kept.read(b"large") is None


def test_a_file_of_another_format_is_emptied(folder: Path) -> None:
    _filled(folder)
    with sqlite3.connect(folder / "answers.sqlite") as connection:
        connection.execute("PRAGMA user_version = 77")
        connection.execute("DROP TABLE answers")
        connection.execute("CREATE TABLE answers (other INTEGER)")
    connection.close()
    kept = Answers(folder)
    kept.write(b"one", b"1")

    assert kept.read(b"one") == b"1"


def test_what_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    kept = Answers(tmp_path / "file" / "below")
    kept.write(b"one", b"1")

    assert kept.read(b"one") is None


def test_processes_write_at_once_and_none_reads_half_an_answer(folder: Path) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(folder), name])
        for name in ("a", "b", "c")
    ]

    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    kept = Answers(folder)
    assert {kept.read(b"b%d" % number) for number in range(200)} == {b"b"}


def test_one_that_opens_while_another_begins_waits_for_it(folder: Path) -> None:
    folder.mkdir(0o700, parents=True)
    with closing(sqlite3.connect(folder / "answers.sqlite", check_same_thread=False)) as other:
        other.execute("CREATE TABLE others (one)")
        other.execute("BEGIN IMMEDIATE")
        end = Timer(0.2, other.rollback)
        end.start()
        kept = Answers(folder)
        kept.write(b"one", b"1")
        end.join()

    assert kept.read(b"one") == b"1"


def test_a_killed_writer_leaves_a_file_that_can_be_read(folder: Path) -> None:
    endless = WRITER.replace("range(200)", "range(10**9)")
    writer = subprocess.Popen([sys.executable, "-c", endless, str(folder), "a"])
    kept = Answers(folder)
    while kept.read(b"a20") is None:
        assert writer.poll() is None
    writer.kill()
    writer.wait(10)

    assert Answers(folder).read(b"a20") == b"a"


def test_threads_share_one(folder: Path) -> None:
    kept = Answers(folder)

    def work(number: int) -> bytes | None:
        kept.write(b"%d" % number, b"%d" % number)
        return kept.read(b"%d" % number)

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(work, range(100)))
    assert found == [b"%d" % number for number in range(100)]


def _filled(folder: Path) -> None:
    kept = Answers(folder)
    for number in range(30):
        kept.write(b"%d" % number, (b"%d" % number) * 500)
    kept.close()


def _count(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "answers.sqlite")) as connection:
        (count,) = connection.execute("SELECT count(*) FROM answers").fetchone()
    return int(count)
