"""Nothing is left among the temporary files, however a command ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from this_repository import copy_repository

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CRD = (
    "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n"
    "metadata: {name: as.example.org}\nspec:\n  group: example.org\n  scope: Namespaced\n"
    "  names: {kind: A, plural: as}\n  versions:\n  - name: v1\n    served: true\n"
    "    storage: true\n    schema: {openAPIV3Schema: {type: object}}\n"
)
COMMANDS = (
    ["lint", "dev"],
    ["diff", "HEAD", "HEAD", "--env", "dev"],
    ["promote", "dev", "staging", "--dry-run"],
    ["parity", "--env", "dev", "--env", "staging"],
    ["upgrade", "dev", "--kubernetes-version", "1.36", "--crds", "crd.yaml"],
    ["report", "dev", "--base", "HEAD", "-o", "../report.html"],
)
OLD = 3600  # seconds


@pytest.fixture(autouse=True)
def interruptible() -> Iterator[None]:
    """Lets SIGINT through to what is started, also where a shell runs the tests with `&`."""
    former = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, former)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return this repository with a definition of its own, and a change that is in no commit."""
    folder = copy_repository(tmp_path_factory.mktemp("repository") / "r", settings=True)
    (folder / "environments/dev/rendered/infra/pipeline/crd.yaml").write_text(CRD)
    (folder / "crd.yaml").write_text(CRD)
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.org")
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]):
        subprocess.run(["git", *identity, *words], cwd=folder, check=True)
    (folder / "environments/dev/rendered/infra/pipeline/crd.yaml").write_text(CRD + "# y\n")
    return folder


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    """Return an empty folder for temporary files."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    return folder


def start(repository: Path, temporary: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "argowave", *words],
        cwd=repository,
        env=os.environ | {"TMPDIR": str(temporary)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def at_work(repository: Path, temporary: Path) -> Iterator[subprocess.Popen[str]]:
    """Give a command that is held while its folder is there and locked.

    Something is in it: whoever looks for the lock itself may hold it when the command wants it.
    """
    with start(repository, temporary, "diff", "HEAD") as process:
        while process.poll() is None and not list(temporary.glob("*/*")):
            time.sleep(0.005)
        process.send_signal(signal.SIGSTOP)
        yield process
        process.kill()


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_command_that_ends_leaves_nothing(
    words: list[str], repository: Path, temporary: Path
) -> None:
    with start(repository, temporary, *words) as process:
        said = process.communicate(timeout=120)[1]

    assert process.returncode in (0, 1), said
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_command_that_is_asked_to_end_leaves_nothing(
    number: signal.Signals, at_work: subprocess.Popen[str], temporary: Path
) -> None:
    assert list(temporary.iterdir())
    at_work.send_signal(number)
    at_work.send_signal(signal.SIGCONT)

    assert at_work.communicate(timeout=60)[1] == "interrupted\n"
    assert at_work.returncode == 130
    assert list(temporary.iterdir()) == []


# a file's name, as Python's own code has it, and where that code is when it is interrupted
DROPPING = {
    "the callback that removes a lock": """
class Lock: pass
lock = Lock()
reference = weakref.ref(lock, interrupted)
del lock
""",
    "the loading of a module in C, which may drop it": """
class ExtensionFileLoader:
    def exec_module(self):
        try:
            in_c()
        except KeyboardInterrupt:
            pass
ExtensionFileLoader().exec_module()
""",
}
DROPPED = """
import os, signal, time, weakref
from argowave.process.ending import end_as_interrupted
signal.signal(signal.SIGINT, signal.default_int_handler)
end_as_interrupted()
def in_c(): os.kill(os.getpid(), signal.SIGINT)
exec(compile("def interrupted(_): os.kill(os.getpid(), signal.SIGINT)", FILE, "exec"))
try:
    exec(compile(CODE, FILE, "exec"))
    time.sleep(5)
    print("goes on")
except KeyboardInterrupt:
    print("is interrupted")
"""
# a module that waits for ever, as one that a rule of somebody's own imports may
WAITING = "os.kill(os.getpid(), signal.SIGINT), time.sleep(60)"
HOLDING = """
os.kill(os.getpid(), signal.SIGINT)
handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
try:
    exec(compile("time.sleep(0.5)", "elsewhere", "exec"))
except KeyboardInterrupt:
    print("is broken off")
signal.signal(signal.SIGINT, handler)
"""


@pytest.mark.parametrize(
    "code",
    [*DROPPING.values(), WAITING, HOLDING],
    ids=[*DROPPING, "a long wait", "what holds interrupts back afterwards"],
)
def test_an_interrupt_where_python_would_drop_it_is_heard_afterwards(code: str) -> None:
    named = f"FILE, CODE = '<frozen importlib._bootstrap>', {code!r}\n"
    done = subprocess.run(
        [sys.executable, "-c", named + DROPPED], capture_output=True, text=True, check=False,
        timeout=60,
    )  # fmt: skip

    assert (done.stdout, done.stderr) == ("is interrupted\n", "")


def test_an_interrupt_in_a_text_that_python_runs_has_the_exit_code_of_any_other(
    tmp_path: Path,
) -> None:
    (tmp_path / "script.py").write_text(
        "import os, signal, argowave.commands\nfrom argowave.__main__ import entrypoint\n"
        "argowave.commands.main = lambda _: exec('os.kill(os.getpid(), signal.SIGINT)')\n"
        "entrypoint()\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "script"], cwd=tmp_path, capture_output=True, text=True, check=False,
        timeout=60,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (130, "interrupted\n")


def test_what_nohup_has_a_command_ignore_stays_ignored(repository: Path, temporary: Path) -> None:
    command = ["sh", "-c", 'trap "" HUP; exec "$@"', "sh", sys.executable, "-m", "argowave"]
    with subprocess.Popen(
        [*command, "diff", "HEAD"], cwd=repository, env=os.environ | {"TMPDIR": str(temporary)},
        stdout=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        while process.poll() is None and not list(temporary.iterdir()):
            time.sleep(0.005)
        process.send_signal(signal.SIGHUP)

    assert process.returncode == 0


def test_what_a_killed_command_left_is_removed_by_the_next_one(
    at_work: subprocess.Popen[str], repository: Path, temporary: Path
) -> None:
    at_work.kill()
    at_work.wait()
    (left,) = temporary.iterdir()
    make_old(left)

    with start(repository, temporary, "diff", "HEAD") as process:
        process.communicate(timeout=60)

    assert list(temporary.iterdir()) == []


def test_the_folder_of_a_command_at_work_is_not_taken_away(
    at_work: subprocess.Popen[str], repository: Path, temporary: Path
) -> None:
    (held,) = temporary.iterdir()
    make_old(held)
    with start(repository, temporary, "diff", "HEAD") as other:
        other.communicate(timeout=60)

    assert list(temporary.iterdir()) == [held]
    at_work.send_signal(signal.SIGCONT)
    assert at_work.communicate(timeout=60)[1] == ""
    assert at_work.returncode == 0
    assert list(temporary.iterdir()) == []


def test_a_link_that_is_called_like_such_a_folder_is_not_followed(
    repository: Path, temporary: Path, tmp_path: Path
) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "file").touch()
    make_old(precious)
    link = temporary / "argowave-scratch-link"
    link.symlink_to(precious)
    os.utime(link, (time.time() - OLD,) * 2, follow_symlinks=False)
    with start(repository, temporary, "diff", "HEAD") as process:
        process.communicate(timeout=60)

    assert list(precious.iterdir())
    assert list(temporary.iterdir()) == [link]


def test_no_place_for_temporary_files_is_named(repository: Path) -> None:
    code = (
        "import sys, tempfile; tempfile._candidate_tempdir_list = lambda: ['/proc/nowhere']\n"
        "from argowave.commands import main; sys.exit(main(['diff', 'HEAD']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=repository,
        env={key: os.environ[key] for key in os.environ.keys() - {"TMPDIR", "TEMP", "TMP"}},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert done.returncode == 2
    assert done.stderr == (
        "error: no temporary folder can be made: No usable temporary directory found in "
        "['/proc/nowhere']\n  TMPDIR names a folder that can be written\n"
    )


def make_old(folder: Path) -> None:
    os.utime(folder, (time.time() - OLD,) * 2)
