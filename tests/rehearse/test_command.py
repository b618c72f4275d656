"""`argowave rehearse` as a process: how it starts, what it prints, and that nothing is left."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from json_schemas import read

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
WORDS = [sys.executable, "-m", "argowave", "rehearse", "dev", "--repository", str(ROOT)]
WORDS += ["--patience", "30"]  # other tests may keep the machine busy


def variables(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT / "tools"), **more}


def run(*options: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*WORDS, *options],
        env=variables(**more),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def descendants(pid: int) -> set[int]:
    """Return the processes below one, by /proc or ps."""
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
    ).stdout.split()
    parents = dict(zip(map(int, listed[::2]), map(int, listed[1::2]), strict=True))
    found: set[int] = set()
    while more := {each for each, above in parents.items() if above in found | {pid}} - found:
        found |= more
    return found


def is_alive(pid: int) -> bool:
    listed = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout.strip()
    return bool(listed) and not listed.startswith("Z")


@pytest.fixture
def kept() -> Iterator[subprocess.Popen[str]]:
    """Return a rehearsal that has come up and was told to stay."""
    process = subprocess.Popen(
        [*WORDS, "--keep"],
        env=variables(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("Ctrl-C stops everything"):
            break
    yield process
    process.kill()
    process.communicate()


def test_the_timeline_reads_like_argo_cds_page() -> None:
    ran = run()
    lines = ran.stdout.splitlines()

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert lines[0].startswith("dev on ministack at http://127.0.0.1:")
    words = "pipeline Sync 0 Synced Healthy Topic/justtrack-dev-devops-producer-events ready"
    assert any(line.split()[1:] == words.split() for line in lines)
    assert lines[-1].startswith("synced after ")
    assert lines[-1].endswith(": 0 findings")


def test_json_holds_the_same() -> None:
    report = read("rehearsal", run("--output", "json").stdout)

    assert report["environment"] == "dev"
    assert report["engine"] == "ministack"
    assert report["findings"] == []
    assert report["arrivedAfter"] >= report["syncedAfter"] > 0
    assert set(report["event"]) == {"Id", "Number", "CreatedAt"}
    assert {"seconds", "application", "phase", "wave", "resource", "sync", "health", "message"} == {
        key for event in report["timeline"] for key in event
    }


def test_a_port_that_is_taken_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        ran = run("--port", str(port))

    assert ran.returncode == 2
    assert ran.stderr == (
        f"error: port {port} of 127.0.0.1 is taken by another process\n"
        "  leave --port out for a free one\n"
    )


def test_without_an_emulator_the_command_to_mend_it_is_shown(tmp_path: Path) -> None:
    code = (
        "import importlib.machinery, sys\n"
        "find = importlib.machinery.PathFinder.find_spec\n"
        "class Hidden:\n"
        "    @staticmethod\n"
        "    def find_spec(name, path=None, target=None):\n"
        "        return None if name == 'ministack' else find(name, path, target)\n"
        "sys.meta_path[:] = [each for each in sys.meta_path"
        " if each is not importlib.machinery.PathFinder] + [Hidden]\n"
        "from argowave.commands import main\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    path = tmp_path / "without.py"
    path.write_text(code, "utf-8")
    ran = subprocess.run(
        [sys.executable, str(path), *WORDS[3:]],
        env=variables(),
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 2
    assert ran.stderr == (
        "error: no emulator is installed: ministack is missing\n"
        "  pip install 'argowave[rehearse]', or name a LocalStack with --endpoint\n"
    )


def test_an_endpoint_at_which_nobody_answers_is_named() -> None:
    ran = run("--endpoint", "http://127.0.0.1:9")

    assert ran.returncode == 2
    assert ran.stderr == (
        "error: no emulator answers at http://127.0.0.1:9\n"
        "  start one, or ask whether it is there: curl http://127.0.0.1:9/_localstack/health\n"
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_nothing_is_left_when_it_is_ended(kept: subprocess.Popen[str], number: int) -> None:
    below = descendants(kept.pid)
    assert len(below) >= 3  # emulator, consumer, producer

    kept.send_signal(number)
    kept.wait(15)

    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and any(map(is_alive, below)):
        time.sleep(0.05)
    assert [pid for pid in below if is_alive(pid)] == []
    assert kept.returncode in {130, -number}


def test_everything_listens_on_loopback_alone(kept: subprocess.Popen[str]) -> None:
    if shutil.which("ss") is None:
        pytest.skip("ss is not on the PATH")
    below = {str(pid) for pid in descendants(kept.pid)}
    listed = subprocess.run(
        ["ss", "-H", "-ltnp"], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    own = [line for line in listed if any(f"pid={pid}," in line for pid in below)]

    assert own
    assert all("127.0.0.1:" in line.split()[3] for line in own)


def test_two_rehearsals_at_once_do_not_meet() -> None:
    both = [
        subprocess.Popen(
            [*WORDS, "--output", "json"], env=variables(), stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    reports = [json.loads(process.communicate(timeout=60)[0]) for process in both]

    assert [process.returncode for process in both] == [0, 0]
    assert reports[0]["event"]["Id"] != reports[1]["event"]["Id"]
