"""A fetch that is killed, and several at once."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import threading
import time
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from argowave.commands import Exit
from argowave.files.scratch import PREFIX
from argowave.sources.fetch.lock import read_lock
from argowave.sources.fetch.pruning import prune
from fetching.conftest import chart, git_over_http, serve_charts
from fetching.test_fetch import application

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from http.server import BaseHTTPRequestHandler
    from pathlib import Path

    from typing_extensions import Buffer

    from fetching.conftest import Route, Server

    Run = Callable[..., tuple[int, str, str]]
    Commit = Callable[..., str]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    return folder


@pytest.fixture
def hosted(tmp_path: Path, commit: Commit) -> Iterator[str]:
    commit("there", {f"x/{number}.yaml": "" for number in range(50)} | {"x/a.yaml": "# " * 9999})
    with git_over_http(tmp_path) as url:
        yield f"{url}/there"


def sources(server: Server, hosted: str) -> tuple[str, str]:
    return (
        f"repoURL: '{server.url}', chart: web, targetRevision: 1.*",
        f"repoURL: '{hosted}', path: x, targetRevision: main",
    )


# whoever runs tests in a shell's background has it ignored
PROGRAM = """
import runpy, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
runpy.run_module("argowave", run_name="__main__", alter_sys=True)
"""


def start(repository: Path, command: str, *arguments: str) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", PROGRAM, command, "--repository", str(repository)]
    words += ["--root", str(repository / "root.yaml"), *arguments]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def dripping(route: Route, reached: threading.Event, part: float) -> Route:
    """Sends a part of an answer, says so, and the rest later."""

    def respond(handler: BaseHTTPRequestHandler) -> None:
        whole = handler.wfile

        class Slow(BytesIO):
            def write(self, data: Buffer) -> int:
                sent = bytes(data)
                cut = int(len(sent) * part)
                whole.write(sent[:cut])
                if not sent.startswith(b"HTTP/"):
                    reached.set()
                    time.sleep(0.3)
                return whole.write(sent[cut:])

        handler.wfile = Slow()
        route(handler)

    return respond


def is_sound(store: Path) -> bool:
    """Tell whether whatever has the name of its content is that content."""
    archives = store.glob("*.tgz")
    return all(hashlib.sha256(path.read_bytes()).hexdigest() == path.stem for path in archives)


@pytest.mark.parametrize(
    "moment",
    [
        ("/index.yaml", 0.5, 0.0),
        ("/charts/web-1.0.0.tgz", 0.0, 0.0),
        ("/charts/web-1.0.0.tgz", 0.9, 0.0),
        *[("/charts/web-1.0.0.tgz", 1.0, 0.3 + step / 100) for step in range(0, 16, 3)],
    ],
    ids=str,
)
def test_after_a_kill_the_next_fetch_is_as_if_nothing_had_been(
    moment: tuple[str, float, float], server: Server, hosted: str, repository: Path, run: Run
) -> None:
    path, part, delay = moment
    serve_charts(server, "1.0.0")
    route = server.routes[path]
    reached = threading.Event()
    server.routes[path] = dripping(route, reached, part)
    (repository / "root.yaml").write_text(application("web", *sources(server, hosted)))
    store = repository.parent / "store"
    process = start(repository, "fetch", "--source-cache", str(store))
    assert reached.wait(60)
    time.sleep(delay)
    process.kill()
    process.communicate()
    server.routes[path] = route

    assert is_sound(store)
    read_lock(repository)
    code, _, err = run("fetch", "--source-cache", str(store))
    assert (code, err) == (Exit.WELL, "")
    assert run("fetch", "--check", "--source-cache", str(store))[0] == Exit.WELL
    assert {each.name for each in repository.iterdir()} == {"root.yaml", "argowave.lock"}
    for left in [*store.glob(".*"), *store.glob("trees/.*"), *store.glob("versions/.*")]:
        os.utime(left, (0, 0))
    prune(store, ())
    assert not [each for each in store.rglob(".*") if each.parent.name in {"store", "trees"}]
    assert (store / f"{hashlib.sha256(chart()).hexdigest()}.tgz").is_file()


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for temporary files."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


@pytest.mark.usefixtures("commit")  # only where git is there
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_git_ends_with_the_fetch_that_began_it(
    end: signal.Signals, server: Server, repository: Path, temporary: Path
) -> None:
    asked, left = threading.Event(), threading.Event()

    def wait(handler: BaseHTTPRequestHandler) -> None:
        asked.set()
        if not handler.connection.recv(1):
            left.set()

    server.routes["/r/info/refs"] = wait
    source = f"repoURL: '{server.url}/r', path: x, targetRevision: main"
    (repository / "root.yaml").write_text(application("web", source))
    process = start(repository, "fetch")
    assert asked.wait(60)
    process.send_signal(end)
    process.communicate()

    assert left.wait(60)
    beside = list(temporary.iterdir())
    assert len(beside) == (end == signal.SIGKILL)  # what the next command removes
    assert all(path.name.startswith(PREFIX) for path in beside)


@pytest.mark.parametrize("kind", ["chart", "git"])
def test_whoever_interrupts_does_not_wait_for_a_server(
    kind: str, server: Server, repository: Path
) -> None:
    asked, over = threading.Event(), threading.Event()

    def wait(_: BaseHTTPRequestHandler) -> None:
        asked.set()
        over.wait(60)

    server.routes["/index.yaml"] = server.routes["/r/info/refs"] = wait
    source = {
        "chart": f"repoURL: '{server.url}', chart: web, targetRevision: 1.0.0",
        "git": f"repoURL: '{server.url}/r', path: x, targetRevision: main",
    }[kind]
    (repository / "root.yaml").write_text(application("web", source))
    process = start(repository, "fetch")
    assert asked.wait(60)
    process.send_signal(signal.SIGINT)
    result = process.communicate(timeout=30)  # the server would take longer
    over.set()

    assert (process.returncode, result) == (Exit.INTERRUPTED, ("", "interrupted\n"))


def test_what_a_killed_process_left_beside_the_lock_is_removed(
    server: Server, repository: Path, run: Run
) -> None:
    serve_charts(server, "1.0.0")
    source = f"repoURL: '{server.url}', chart: web, targetRevision: 1.0.0"
    (repository / "root.yaml").write_text(application("web", source))
    (repository / ".argowave.lock-1-2-3").write_text("half")

    assert run("fetch")[0] == Exit.WELL
    assert {each.name for each in repository.iterdir()} == {"root.yaml", "argowave.lock"}


def test_several_fetches_and_a_lint_at_once_do_not_disturb_each_other(
    server: Server, hosted: str, repository: Path
) -> None:
    serve_charts(server, "1.0.0")
    (repository / "root.yaml").write_text(application("web", *sources(server, hosted)))
    running = [start(repository, "fetch") for _ in range(3)]
    running.append(start(repository, "lint", "--fetch"))
    done = [process.communicate(timeout=120) for process in running]

    assert [process.returncode for process in running[:3]] == [Exit.WELL] * 3
    assert [err for _, err in done[:3]] == [""] * 3
    assert "Traceback" not in done[3][1]
    assert len(read_lock(repository).entries) == 2
    assert {each.name for each in repository.iterdir()} == {"root.yaml", "argowave.lock"}


def test_what_another_process_adds_to_the_lock_meanwhile_stays(repository: Path) -> None:
    add = """
import sys
from pathlib import Path
from argowave.sources.fetch.lock import Locked, write_lock
from argowave.sources.fetch.wanted import Wanted
locked = Locked(Wanted("https://example.org", "web", sys.argv[2]), "1.0.0", "0" * 64)
write_lock(Path(sys.argv[1]), lambda now: [*now.entries.values(), locked])
"""
    command = [sys.executable, "-c", add, str(repository)]
    running = [subprocess.Popen([*command, str(number)]) for number in range(5)]

    assert [process.wait(60) for process in running] == [0] * 5
    assert len(read_lock(repository).entries) == 5
