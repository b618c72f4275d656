"""The folder that fetched content is kept in: what is believed, and what is removed."""

from __future__ import annotations

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from argowave.sources.fetch import trees as trees_module
from argowave.sources.fetch.lock import Locked
from argowave.sources.fetch.pruning import prune
from argowave.sources.fetch.store import Store
from argowave.sources.fetch.wanted import FetchError, Wanted

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WANTED = Wanted("https://example.org/r", "", "main")
DAY = 86_400


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


def add(folder: Path, text: str = "1", size: int = 0) -> str:
    store = Store(folder)
    with store.unpacking() as place:
        (place / "deep").mkdir(parents=True)
        (place / "deep" / "a").write_text(text + "x" * size)
        (place / "link").symlink_to("deep/a")
        return store.add_tree(place)


def age(path: Path, days: float) -> None:
    seconds = time.time() - days * DAY
    os.utime(path, (seconds, seconds))


def write(path: Path) -> None:
    path.write_text("2")


def add_file(path: Path) -> None:
    path.with_name("b").write_text("")


def put_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def put_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("/etc/hostname")


def write_at_the_old_time(path: Path) -> None:
    seen = path.stat()
    path.write_text("2")
    os.utime(path, ns=(seen.st_atime_ns, seen.st_mtime_ns))


EDITS = [write, add_file, os.unlink, put_pipe, put_link, write_at_the_old_time]


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("mode", [0o755, 0o777])
def test_a_tree_that_somebody_edited_is_not_taken_and_comes_back_whole(
    edit: Callable[[Path], None], mode: int, folder: Path
) -> None:
    digest = add(folder)
    folder.chmod(mode)
    tree = Store(folder).tree(digest)
    assert tree is not None
    edit(tree / "deep" / "a")

    assert Store(folder).tree(digest) is None
    assert Store(folder).is_changed(Locked(WANTED, "c", digest))
    assert add(folder) == digest
    assert Store(folder).tree(digest) == tree
    assert [path.name for path in (tree / "deep").iterdir()] == ["a"]
    assert (tree / "deep" / "a").read_text() == "1"
    assert not Store(folder).is_changed(Locked(WANTED, "c", digest))


def test_nobody_else_may_look_into_a_store(folder: Path) -> None:
    add(folder)

    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_tree_that_was_restored_from_a_backup_is_taken(folder: Path) -> None:
    digest = add(folder)
    tree = folder / "trees" / digest
    age(tree / "deep" / "a", 3)

    assert Store(folder).tree(digest) == tree


def test_a_tree_with_the_mark_of_an_older_version_is_taken_for_its_content(folder: Path) -> None:
    digest = add(folder)
    mark = folder / f"{digest}.tree"
    mark.write_bytes(b"")

    assert Store(folder).tree(digest) is not None
    assert mark.read_bytes() != b""
    mark.write_bytes(b"")
    (folder / "trees" / digest / "link").unlink()
    assert Store(folder).tree(digest) is None


SIZED = '{"content": "", "seen": "", "size": %s}'


@pytest.mark.parametrize(
    "text",
    ["[]", "null", '{"a": 1}', SIZED % '"x"', SIZED % "1e999", "\xff", "{" * 9, "[" * 100_000],
    ids=range(8),
)
def test_a_mark_that_is_none_means_that_the_tree_is_not_there(text: str, folder: Path) -> None:
    digest = add(folder)
    (folder / f"{digest}.tree").write_text(text, "latin-1")

    assert Store(folder).tree(digest) is None
    add(folder)
    assert Store(folder).tree(digest) is not None


def test_a_mark_that_somebody_forged_in_a_folder_of_all_is_not_believed(folder: Path) -> None:
    digest = add(folder)
    (folder / "trees" / digest / "deep" / "a").write_text("forged")
    Store(folder)._trees._write_mark(digest, digest)  # noqa: SLF001 (what a forger would write)
    folder.chmod(0o777)

    assert Store(folder).tree(digest) is None


def test_a_version_is_remembered_only_where_nobody_else_may_write(folder: Path) -> None:
    store = Store(folder)
    wanted = Wanted("https://example.org", "web", "1.0.0")
    locked = Locked(wanted, "1.0.0", store.add_archive(b"some"))
    store.remember(locked)

    assert store.recall(wanted) == locked
    (folder / "versions").chmod(0o777)
    assert store.recall(wanted) is None
    (folder / "versions").chmod(0o755)
    folder.chmod(0o775)
    assert store.recall(wanted) is None
    if os.geteuid() == 0:
        folder.chmod(0o755)
        os.chown(folder, 12345, 12345)
        assert store.recall(wanted) is None


@pytest.mark.parametrize(
    "text", ["null", "1", "[1]", '["1.0.0", "../../x"]', "{", "\xff", "", "[" * 99999], ids=range(8)
)
def test_a_note_of_a_version_that_is_none_says_nothing(text: str, folder: Path) -> None:
    store = Store(folder)
    wanted = Wanted("https://example.org", "web", "1.0.0")
    store.remember(Locked(wanted, "1.0.0", "0" * 64))
    (note,) = (folder / "versions").iterdir()
    note.write_text(text, "latin-1")

    assert store.recall(wanted) is None


def test_what_was_made_is_made_again_once_somebody_edited_it(folder: Path) -> None:
    made = []

    def make(place: Path) -> None:
        made.append(place)
        place.mkdir()
        (place / "a").write_text("1")

    path = Store(folder).made("k", make)
    assert Store(folder).made("k", make) == path
    (path / "a").write_text("2")
    assert Store(folder).made("k", make) == path

    assert (path / "a").read_text() == "1"
    assert len(made) == 2


def test_each_tree_is_looked_at_once_in_a_run(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = add(folder)
    seen: set[str] = set()
    assert Store(folder, seen).tree(digest) is not None
    monkeypatch.delattr(trees_module, "_look")

    assert Store(folder, seen).tree(digest) is not None


def test_a_tree_that_several_put_at_once_stays_where_the_first_has_put_it(folder: Path) -> None:
    """Whoever has put it there reads in it, whatever the others do."""
    for number in range(20):
        together = threading.Barrier(4)

        def put(text: str, together: threading.Barrier = together) -> int:
            store = Store(folder)
            with store.unpacking() as place:
                place.mkdir()
                (place / "a").write_text(text)
                together.wait(60)
                found = store.tree(store.add_tree(place))
            assert found is not None
            return (found / "a").stat().st_ino

        with ThreadPoolExecutor(4) as pool:
            assert len(set(pool.map(put, [str(number)] * 4))) == 1


def test_the_largest_are_not_removed_but_what_was_used_longest_ago(folder: Path) -> None:
    trees = {name: add(folder, name, 1000) for name in "abcd"}
    for number, digest in enumerate(trees.values()):
        age(folder / f"{digest}.tree", 10 - number)
    archive = Store(folder).add_archive(b"x" * 1000)
    age(folder / f"{archive}.tgz", 8.5)
    Store(folder).tree(trees["b"])  # used now

    gone = prune(folder, {trees["a"]}, 3500)

    assert [each.name for each in gone] == [f"{archive}.tgz", trees["c"]]
    left = {path.name for path in (folder / "trees").iterdir()}
    assert left == {trees[name] for name in "abd"}
    assert not (folder / f"{trees['c']}.tree").exists()
    assert prune(folder, {trees["a"]}, 3500) == []


def test_nothing_that_is_locked_or_was_used_not_long_ago_is_removed(folder: Path) -> None:
    named, young, old = add(folder, "a"), add(folder, "b"), add(folder, "c")
    for digest in (named, old):
        age(folder / f"{digest}.tree", 3)

    assert [each.name for each in prune(folder, {named}, 0)] == [old]
    assert Store(folder).tree(named) is not None
    assert Store(folder).tree(young) is not None


def test_what_killed_processes_left_is_removed_after_a_while(folder: Path) -> None:
    digest = add(folder)
    kept = {path.name for path in folder.rglob("*")}
    for name in ("versions", "answers"):
        (folder / name).mkdir()
    for name in (".new-1-2-3", "versions/.new-1-1-1", "answers/.new-1-2-1", "trees/.new-9-9-9"):
        (folder / name).write_text("half")
        age(folder / name, 1)
    (folder / ".new-2-2-2").write_text("half")
    for name in ("trees/.unfinished-a", "trees/.unfinished-1-2", f"trees/{'0' * 64}"):
        (folder / name / "tree").mkdir(parents=True)
        age(folder / name, 1)
    (folder / "trees" / ".unfinished-b").mkdir()
    prune(folder, ())

    left = {path.name for path in folder.rglob("*")}
    assert left == kept | {"versions", "answers", ".new-2-2-2", ".unfinished-b"}
    assert Store(folder).tree(digest) is not None


def test_what_no_store_makes_is_left_where_it_is(folder: Path) -> None:
    add(folder)
    for name in ("web-1.0.0.tgz", "a.file", ".new-file", "trees/oak.tgz", "trees/.new-oak"):
        (folder / name).write_text("somebody's")
        age(folder / name, 100)
    for name in ("oaks", ".hidden", "made-oak"):
        (folder / "trees" / name).mkdir()
        age(folder / "trees" / name, 100)
    before = sorted(folder.rglob("*"))

    assert prune(folder, (), 0) == []
    assert sorted(folder.rglob("*")) == before


def test_a_store_that_is_none_is_not_pruned(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    assert prune(tmp_path / "none", ()) == []
    assert prune(tmp_path / "file", (), 0) == []


def test_a_store_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FetchError) as below:
        Store(tmp_path / "file" / "store").add_archive(b"x")
    with pytest.raises(FetchError) as itself:
        add(tmp_path / "file")

    assert str(below.value) == (
        f"the cache {tmp_path}/file/store cannot be written: Not a directory"
    )
    assert str(itself.value) == f"the cache {tmp_path}/file cannot be written: File exists"
