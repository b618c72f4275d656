from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from argowave.validate import forked, spawned
from argowave.validate.ahead import find_files_ahead
from argowave.validate.files import FileChecker, Settings
from argowave.validate.spread import check_files
from argowave.validate.walk import find_files

if TYPE_CHECKING:
    from collections.abc import Iterable

SETTINGS = Settings("1.36", keep_valid=True)
GOOD = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: good-{}\n"
BAD = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {}\n"
FILES = 2400


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Give many small files, every hundredth of them invalid."""
    folder = tmp_path_factory.mktemp("many")
    for number in range(FILES):
        text = GOOD if number % 100 else BAD
        (folder / f"{number:04}.yaml").write_text(text.format(number))
    return [str(path) for path in sorted(folder.iterdir())]


@pytest.fixture
def chunks(files: list[str]) -> list[list[str]]:
    return [files[start : start + 100] for start in range(0, FILES, 100)]


def alone(chunks: list[list[str]]) -> dict[int, Any]:
    checker = SETTINGS.checker()
    return {number: checker.check_files(chunk) for number, chunk in enumerate(chunks)}


def test_many_files_give_the_same_answers_on_one_core_and_on_three(files: list[str]) -> None:
    settings = Settings("1.36")

    assert check_files(files, settings, 1) == check_files(files, settings, 3)
    unlisted, listed = check_files(files, settings, 3)
    assert unlisted == FILES - FILES // 100
    assert [one.name for one in listed] == [""] * (FILES // 100)
    assert [one.source for one in listed] == files[::100]


def test_spawned_workers_answer_as_this_process_does(chunks: list[list[str]]) -> None:
    assert spawned.check_chunks(chunks, SETTINGS, SETTINGS.checker(), 2) == alone(chunks)


FORK = """
import sys
from argowave.validate import forked
from argowave.validate.files import Settings
assert forked.is_safe()
files = sys.argv[1:]
chunks = [files[start : start + 100] for start in range(0, len(files), 100)]
checker = Settings("1.36", keep_valid=True).checker()
answers = forked.check_chunks(chunks, checker, 3)
assert sorted(answers) == list(range(len(chunks)))
assert answers == {n: checker.check_files(chunk) for n, chunk in enumerate(chunks)}
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks")
def test_forked_workers_answer_as_this_process_does(files: list[str]) -> None:
    run = subprocess.run(
        [sys.executable, "-c", FORK, *files], capture_output=True, check=False, text=True
    )

    assert (run.returncode, run.stderr) == (0, "")


DYING = """
import os, sys
from argowave.validate import forked
from argowave.validate.files import Settings
parent = os.getpid()
class Dying:
    def check_files(self, files):
        if os.getpid() != parent:
            os._exit(1)
        return 0, [list(files)]
answers = forked.check_chunks([["a"], ["b"], ["c"]], Dying(), 2)
assert set(answers) <= {0, 1, 2}
assert all(answer == (0, [["abc"[number]]]) for number, answer in answers.items())
try:
    os.waitpid(-1, os.WNOHANG)
except ChildProcessError:
    print("no children are left")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks")
def test_a_worker_that_dies_loses_only_its_own_chunks() -> None:
    run = subprocess.run(
        [sys.executable, "-c", DYING], capture_output=True, check=False, text=True, timeout=20
    )

    assert (run.stdout, run.stderr) == ("no children are left\n", "")


class Interrupted(FileChecker):
    """A checker that the user interrupts."""

    def __init__(self) -> None:
        pass

    def check_files(self, files: Iterable[str]) -> tuple[int, list[list[Any]]]:  # noqa: ARG002 (as the class that it stands in for)
        raise KeyboardInterrupt


def test_spawned_workers_end_when_the_user_interrupts(chunks: list[list[str]]) -> None:
    with pytest.raises(KeyboardInterrupt):
        spawned.check_chunks(chunks, SETTINGS, Interrupted(), 2)


def test_a_process_with_another_thread_does_not_fork() -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    safe = forked.is_safe()
    done.set()
    thread.join()

    assert not safe


def test_a_process_with_the_helm_library_does_not_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "helm_python", sys)

    assert not forked.is_safe()


def test_a_file_that_cannot_be_read_is_an_error_of_its_own(tmp_path: Path) -> None:
    _, listed = check_files([str(tmp_path / "absent.yaml"), str(tmp_path)], SETTINGS, 1)

    assert [one.message for one in listed] == [
        "cannot be read: No such file or directory",
        "cannot be read: Is a directory",
    ]


def test_a_file_larger_than_one_read_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_text(GOOD.format(1) + "data:\n" + "".join(f"  k{n}: v\n" for n in range(20000)))

    _, listed = check_files([str(path)], SETTINGS, 1)
    assert [one.status.value for one in listed] == ["valid"]
    assert Path(listed[0].source).stat().st_size > 1 << 17


def test_the_first_valid_manifest_of_its_kind_is_counted_like_every_other(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.yaml").write_text(GOOD.format("a"))

    assert check_files([str(tmp_path / "a.yaml")], Settings("1.36"), 1) == (1, [])


INTERRUPTED = """
import os, time
from argowave.validate import forked
parent = os.getpid()
class Slow:
    def check_files(self, files):
        if os.getpid() != parent:
            time.sleep(60)
        time.sleep(0.3)  # until the workers have their chunks
        raise KeyboardInterrupt
try:
    forked.check_chunks([["a"], ["b"], ["c"]], Slow(), 2)
except KeyboardInterrupt:
    print("interrupted")
try:
    os.waitpid(-1, os.WNOHANG)
except ChildProcessError:
    print("no children are left")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks")
def test_forked_workers_end_when_the_user_interrupts() -> None:
    run = subprocess.run(
        [sys.executable, "-c", INTERRUPTED], capture_output=True, check=False, text=True, timeout=20
    )

    assert (run.stdout, run.stderr) == ("interrupted\nno children are left\n", "")


ORPHANED = """
import os, sys, time
from argowave.validate import forked
parent = os.getpid()
class Slow:
    def check_files(self, files):
        if os.getpid() == parent:
            print(*children(), flush=True)
            os.kill(parent, 9)
        time.sleep(0.5)
        return 0, []
def children():
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat") as stat:
                words = stat.read().rpartition(")")[2].split()
        except OSError:  # it has ended since
            continue
        if words[1] == str(parent):
            yield name
forked.check_chunks([[str(n)] for n in range(40)], Slow(), 2)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks")
def test_forked_workers_end_when_their_parent_is_killed() -> None:
    run = subprocess.run(
        [sys.executable, "-c", ORPHANED], capture_output=True, check=False, text=True, timeout=120
    )
    workers = run.stdout.split()
    deadline = time.monotonic() + 60
    while any(Path("/proc", worker).exists() for worker in workers):
        assert time.monotonic() < deadline, "a worker outlives its parent"
        time.sleep(0.05)

    assert len(workers) == 2


AHEAD = """
import sys
from argowave.errors import ToolError
from argowave.validate.ahead import find_files_ahead
try:
    print(*find_files_ahead(sys.argv[1:], ["009"])(), sep="\\n")
except ToolError as error:
    print(error)
"""


def test_the_search_ahead_finds_what_the_search_finds(files: list[str]) -> None:
    def ahead(*paths: str) -> list[str]:
        command = [sys.executable, "-c", AHEAD, *paths]
        run = subprocess.run(command, capture_output=True, check=True, text=True)
        return run.stdout.splitlines()

    folder = str(Path(files[0]).parent)
    assert ahead(folder) == find_files([folder], ["009"])
    assert ahead(folder, "absent") == ["absent: cannot be read: No such file or directory"]
    assert find_files_ahead([folder], ["009"])() == find_files([folder], ["009"])
