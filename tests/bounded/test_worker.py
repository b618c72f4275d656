from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from argowave.bounded.bounds import Bounds, is_passed, may_differ, stated_bounds
from argowave.bounded.errors import EndedError, RefusedError, UnavailableError
from argowave.bounded.worker import Worker
from argowave.errors import InvocationError
from bounded.processes import goes_away, is_there

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WORK = "bounded.work"


@pytest.fixture
def worker() -> Iterator[Worker]:
    made = Worker(WORK, Bounds(seconds=0.5, megabytes=300, output=10_000))
    yield made
    made.close()


def test_a_child_answers_one_question_after_the_other(worker: Worker) -> None:
    first = worker.ask("process", None)

    assert worker.ask("echo", {"a": [1, None, "ü"]}) == {"a": [1, None, "ü"]}
    assert worker.ask("process", None) == first != os.getpid()


def test_what_the_work_refuses_is_told_by_kind_and_the_child_stays(worker: Worker) -> None:
    before = worker.ask("process", None)
    with pytest.raises(RefusedError, match=r"^no such thing$") as raised:
        worker.ask("refuse", "no such thing")

    assert raised.value.kind == "kind"
    assert worker.ask("process", None) == before


def test_a_child_that_nobody_asks_for_a_while_goes_and_the_next_question_has_another() -> None:
    worker = Worker(WORK, Bounds(seconds=20, megabytes=300), rest=0.2)
    first = worker.ask("process", None)

    assert goes_away(first)
    second = worker.ask("process", None)
    assert second != first
    assert goes_away(second)
    worker.close()


@pytest.mark.parametrize(
    ("operation", "given", "message"),
    [
        ("sleep", 60, "it takes more than 0.5 s (ARGOWAVE_BOUND_SECONDS)"),
        ("fill", 400, "it takes more than 300 MB of memory (ARGOWAVE_BOUND_MEGABYTES)"),
        ("exit", 3, "it broke the process that worked on it (exit 3)"),
    ],
)
def test_a_child_that_passes_a_bound_is_ended_and_replaced(
    operation: str, given: int, message: str
) -> None:
    worker = Worker(WORK, Bounds(seconds=0.5 if operation == "sleep" else 20, megabytes=300))
    before = worker.ask("process", None)
    with pytest.raises(EndedError) as raised:
        worker.ask(operation, given)
    after = worker.ask("process", None)
    worker.close()

    assert str(raised.value) == message
    assert is_passed(message) == (operation != "exit")
    assert may_differ(message)
    assert after != before
    assert not is_there(before)
    assert not is_there(after)


def test_an_answer_that_is_too_long_or_too_deep_is_none(worker: Worker) -> None:
    with pytest.raises(EndedError, match=r"^it gives 0 MB, and 0 MB is the most$"):
        worker.ask("long", 20_000)
    with pytest.raises(EndedError, match=r"^it is too large or too deep \(RecursionError\)$"):
        worker.ask("deep", None)

    assert worker.ask("echo", 1) == 1


def test_what_a_child_prints_is_no_answer_and_goes_nowhere(
    worker: Worker, capfd: pytest.CaptureFixture[str]
) -> None:
    assert worker.ask("print", 7) == 7
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("module", ["bounded.gone", "bounded.breaks"])
def test_work_that_cannot_be_loaded_is_not_available(
    module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "breaks.py").write_text("import os; os._exit(9)\n", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    worker = Worker(module.replace("bounded.breaks", "breaks"), Bounds())
    for _ in range(3):  # the first one may be on its way out when it is asked again
        with pytest.raises(UnavailableError) as raised:
            worker.ask("echo", 1)

        assert str(raised.value) in (
            "No module named 'bounded.gone'",
            "it broke the process that worked on it (exit 9)",
        )


def test_what_a_child_takes_to_come_up_is_no_part_of_the_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "slow.py").write_text(
        "import time\ntime.sleep(1.5)\n"
        "def answer(operation, given):\n    time.sleep(given)\n    return operation\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    worker = Worker("slow", Bounds(seconds=1))

    assert worker.ask("echo", 0) == "echo"
    with pytest.raises(EndedError, match=r"^it takes more than 1 s "):
        worker.ask("sleep", 60)
    worker.close()


def test_threads_share_a_child(worker: Worker) -> None:
    answers: list[int] = []
    threads = [
        threading.Thread(target=lambda number=number: answers.append(worker.ask("echo", number)))
        for number in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == list(range(20))


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_a_child_in_the_middle_of_work_goes_when_its_parent_is_killed() -> None:
    code = (
        f"import sys; sys.path[:] = {sys.path!r}\n"
        "from argowave.bounded.worker import Worker\n"
        "from argowave.bounded.bounds import Bounds\n"
        f"worker = Worker({WORK!r}, Bounds())\n"
        "print(worker.ask('process', None), flush=True)\n"
        "worker.ask('sleep', 60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)

    assert goes_away(child)


@pytest.mark.parametrize("text", ["0", "-1", "many", "nan", "inf"])
def test_a_bound_that_is_no_number_is_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARGOWAVE_BOUND_SECONDS", text)

    with pytest.raises(InvocationError) as raised:
        stated_bounds()

    assert str(raised.value) == f"ARGOWAVE_BOUND_SECONDS must be a positive number, not {text!r}"


def test_bounds_are_what_the_environment_states(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARGOWAVE_BOUND_SECONDS", "1.5")
    monkeypatch.setenv("ARGOWAVE_BOUND_MEGABYTES", "")

    assert stated_bounds() == Bounds(seconds=1.5, megabytes=2000)
