"""Several processes that write one store of schemas, and those that did not come to their end."""

from __future__ import annotations

import os
import subprocess
import sys
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from argowave.schema import files
from argowave.schema.adding import Input, add_crds
from argowave.schema.files import canonical, read_json, read_lock, write_files
from argowave.schema.verifying import verify
from schema.test_command import CRD

if TYPE_CHECKING:
    from pathlib import Path

ADD = """\
import sys
from pathlib import Path
from argowave.schema.adding import Input, add_crds
crds = [Input(text, text.encode()) for text in sys.argv[2:]]
print(flush=True)
sys.stdin.readline()
for crd in crds:
    add_crds(Path(sys.argv[1]), [crd])
"""


def crds(name: str, number: int) -> list[str]:
    return [CRD.replace("example.com", f"{name}{each}.example.com") for each in range(number)]


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_what_several_processes_add_at_once_is_all_there(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", ADD, str(folder), *crds(name, 5)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for name in ("a", "b", "c")
    ]
    for process in processes:  # each has loaded what it needs
        assert process.stdout is not None
        process.stdout.readline()
    for process in processes:
        process.communicate(b"\n", 60)

    assert [process.returncode for process in processes] == [0, 0, 0]
    assert verify(folder) == (15, [])
    assert names(folder) == {"lock.json", *read_lock(folder)}


def test_what_a_killed_process_left_in_the_making_is_removed(tmp_path: Path) -> None:
    add_crds(tmp_path, [Input("a", crds("a", 1)[0].encode())])
    (tmp_path / ".lock.json.123").write_text("half")
    (tmp_path / "crds" / "a0.example.com" / ".pipe_v1.json.123").write_text("half")
    (tmp_path / ".keep").touch()
    (tmp_path / ".mine.json").touch()
    add_crds(tmp_path, [Input("b", crds("b", 1)[0].encode())])

    assert names(tmp_path) == {".keep", ".mine.json", "lock.json", *read_lock(tmp_path)}


@pytest.mark.parametrize("number", [1, 2, 3])
def test_an_interrupt_leaves_nothing_in_the_making(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    flushed = []

    def flush(handle: int) -> None:
        flushed.append(handle)
        if len(flushed) == number:
            raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", flush)
    with pytest.raises(KeyboardInterrupt):
        add_crds(tmp_path, [Input(text, text.encode()) for text in crds("a", 2)])

    assert names(tmp_path) == set()


def test_a_file_that_gets_longer_between_two_looks_is_read_to_its_end(tmp_path: Path) -> None:
    lengths: list[int] = [1, 2000]
    write_files(tmp_path, {"crds/a/a_v1.json": content(1)}, {})

    def replace() -> None:
        for number in range(200):
            write_files(tmp_path, {"crds/a/a_v1.json": content(lengths[number % 2])}, {})

    writer = Thread(target=replace)
    writer.start()
    while writer.is_alive():
        found = read_json(tmp_path / "crds" / "a" / "a_v1.json")
        assert found is not None
        assert len(found["a"]) in lengths
    writer.join()


def content(length: int) -> bytes:
    value: dict[str, Any] = {"a": "x" * length}
    return canonical(value)


def test_the_lock_is_waited_for_before_it_is_read(tmp_path: Path) -> None:
    """What another process has written meanwhile is not taken for what nobody names any more."""
    added = Thread(target=add_crds, args=(tmp_path, [Input("b", crds("b", 1)[0].encode())]))
    with files.only_writer(tmp_path):
        added.start()
        text = canonical({})
        write_files(tmp_path, {"crds/a/a_v1.json": text}, lock := {"crds/a/a_v1.json": entry(text)})
    added.join()

    assert read_lock(tmp_path).items() >= lock.items()
    assert (tmp_path / "crds" / "a" / "a_v1.json").is_file()


def entry(data: bytes) -> dict[str, str]:
    return {"sha256": files.sha256(data), "source": "a", "source_sha256": ""}
