from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from argowave.bounded.bounds import Bounds
from argowave.bounded.errors import EndedError
from argowave.bounded.program import run_program
from bounded.processes import goes_away

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="programs are shell scripts")


def shell(script: str, **bounds: float) -> subprocess.CompletedProcess[bytes]:
    stated = Bounds(**{"seconds": 20, "megabytes": 300, "output": 1_000_000} | bounds)  # type: ignore[arg-type] # (`output` is whole)
    return run_program(["/bin/sh", "-c", script], stated)


def test_a_program_runs_with_its_arguments_and_without_standard_input(tmp_path: Path) -> None:
    words = ["/bin/sh", "-c", 'pwd; cat; echo "$X $#" "$@" >&2; exit 3', "sh", "a b", "$HOME", ""]
    done = run_program(words, Bounds(), folder=tmp_path, environment={"X": "1"})

    assert (done.returncode, done.stdout) == (3, f"{tmp_path}\n".encode())
    assert done.stderr.splitlines()[-1] == b"1 3 a b $HOME "


def test_what_it_says_may_be_as_long_as_the_bounds_allow() -> None:
    done = shell("head -c 1000000 /dev/zero; head -c 3000000 /dev/zero >&2")

    assert len(done.stdout) == 1_000_000
    assert 900_000 < len(done.stderr) <= 1_000_000


@pytest.mark.parametrize(
    ("script", "bounds", "message"),
    [
        (
            "while :; do :; done",
            {"seconds": 0.5},
            "it takes more than 0.5 s (ARGOWAVE_BOUND_SECONDS)",
        ),
        (
            "exec >&- 2>&-; sleep 60",
            {"seconds": 0.5},
            "it takes more than 0.5 s (ARGOWAVE_BOUND_SECONDS)",
        ),
        ("cat /dev/zero", {}, "it gives more than 1 MB"),
        (
            f"{sys.executable} -c 'import time; x = b\"x\" * 400_000_000; time.sleep(60)'; :",
            {},
            "it takes more than 300 MB of memory (ARGOWAVE_BOUND_MEGABYTES)",
        ),
    ],
)
def test_a_program_that_passes_a_bound_is_ended(
    script: str, bounds: dict[str, float], message: str
) -> None:
    with pytest.raises(EndedError) as raised:
        shell(script, **bounds)

    assert str(raised.value) == message


def test_what_a_program_started_is_ended_with_it(tmp_path: Path) -> None:
    note = tmp_path / "process"
    with pytest.raises(EndedError):
        shell(f"sleep 60 & echo $! > {note}; wait", seconds=0.5)
    left = tmp_path / "left"
    assert shell(f"sleep 60 >/dev/null 2>&1 & echo $! > {left}").returncode == 0

    assert goes_away(int(note.read_text("ascii")))
    assert goes_away(int(left.read_text("ascii")))


@pytest.mark.parametrize("name", ["/nowhere/helm", "no-such-program"])
def test_a_program_that_is_not_there_is_told(name: str) -> None:
    with pytest.raises(FileNotFoundError) as raised:
        run_program([name], Bounds())

    assert str(raised.value) == f"[Errno 2] No such file or directory: {name!r}"


def test_a_program_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    note = tmp_path / "process"
    script = f"echo $$ > {note}.new; mv {note}.new {note}; sleep 60"
    code = (
        f"import sys; sys.path[:] = {sys.path!r}\n"
        "from argowave.bounded.bounds import Bounds\n"
        "from argowave.bounded.program import run_program\n"
        f"run_program(['/bin/sh', '-c', {script!r}], Bounds())\n"
    )
    with subprocess.Popen([sys.executable, "-c", code]) as parent:
        deadline = time.monotonic() + 20
        while not note.exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        program = int(note.read_text("ascii"))
        os.kill(program, 0)
        parent.send_signal(signal.SIGKILL)

    assert goes_away(program)
