from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from argowave.commands import main
from argowave.render import only_one
from environment.small import VERSIONS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from environment.small import Repository

MODULES = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
# every file written, moved or removed is a point at which a run can die
FRAGILE = """
import os, pathlib, sys
left = int(sys.argv.pop(1))
def dying(act):
    def wrapped(*arguments, **options):
        global left
        if left == 0:
            os._exit(9)
        left -= 1
        return act(*arguments, **options)
    return wrapped
os.fsync = dying(os.fsync)
for name in ("replace", "unlink", "rmdir"):
    setattr(pathlib.Path, name, dying(getattr(pathlib.Path, name)))
from argowave.commands import main
sys.exit(main(sys.argv[1:]))
"""


def render(repository: Repository, *arguments: str) -> int:
    return main(["render", "--repository", str(repository.path), *arguments])


def written(repository: Repository) -> dict[str, str]:
    return {
        path.relative_to(repository.path).as_posix(): path.read_text()
        for path in sorted(repository.path.glob("environments/*/rendered/**/*.yaml"))
        if not path.name.startswith(".argowave-")
    }


def version(repository: Repository, number: int) -> None:
    """Write what the templates of one generation say: other files, other words."""
    for path in repository.path.glob("infra/**/*.yaml"):
        path.unlink()
    repository.write("apps/root.yaml", f"kind: Root\nname: {number} of {'x' * 3000}\n")
    repository.write(f"infra/a/only-{number}.yaml", f"kind: Only\nname: {number}\n")
    repository.write("infra/b/each.yaml", f"kind: Each\nname: {number} in #{{ env.name }}#\n")


@pytest.fixture
def two_environments(repository: Repository) -> Repository:
    text = repository.read("environments/dev/environment.yaml")
    repository.write("environments/prod/environment.yaml", text)
    repository.write("environments/prod/versions.yaml", VERSIONS)
    return repository


def start(repository: Repository, *words: str, before: Callable[[], None] | None = None) -> int:
    command = [sys.executable, *words, "render", "--repository", str(repository.path)]
    done = subprocess.run(
        command, preexec_fn=before, capture_output=True, text=True, check=False, env=MODULES
    )
    assert "Traceback" not in done.stderr
    return done.returncode


@pytest.mark.parametrize("step", [0, 4, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 23])
def test_wherever_a_run_dies_each_file_is_whole_and_the_next_run_mends_the_rest(
    step: int, two_environments: Repository
) -> None:
    version(two_environments, 1)
    render(two_environments)
    old = written(two_environments)
    version(two_environments, 2)

    assert start(two_environments, "-c", FRAGILE, str(step)) == 9
    left = written(two_environments)

    new_root = f"name: 2 of {'x' * 3000}\n"
    for path, text in left.items():
        assert text == old.get(path) or text.endswith(
            (new_root, "name: 2\n", "in dev\n", "in prod\n")
        )
    # not even what the next run wants is what the dead one was at
    version(two_environments, 3)
    assert render(two_environments) == 0
    assert render(two_environments, "--check") == 0
    assert len(written(two_environments)) == 6
    assert [path for path in two_environments.path.rglob(".argowave-*") if path.suffix] == []


def test_a_disk_that_is_full_costs_nothing(repository: Repository) -> None:
    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))

    render(repository)
    old = written(repository)
    repository.write("apps/a.yaml", "kind: A\n")
    version(repository, 2)

    assert start(repository, "-m", "argowave", before=limit) == 2
    assert written(repository) == old
    assert [path for path in repository.path.rglob(".argowave-*") if path.suffix] == []
    assert render(repository) == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")
def test_a_small_disk_that_is_full_costs_nothing(repository: Repository) -> None:
    render(repository)
    old = written(repository)
    rendered = repository.path / "environments/dev/rendered"
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(rendered)]
    if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("mount is refused here")
    try:
        render(repository)
        version(repository, 2)
        for number in range(40):
            repository.write(f"apps/a{number}.yaml", f"kind: A\nname: {'x' * 3000}\n")

        assert start(repository, "-m", "argowave") == 2
        assert written(repository) == old
        for number in range(35):
            (repository.path / f"apps/a{number}.yaml").unlink()
        assert start(repository, "-m", "argowave") == 0
    finally:
        subprocess.run(["umount", str(rendered)], check=True)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_run_that_is_stopped_leaves_whole_files(
    how: signal.Signals, repository: Repository
) -> None:
    for number in range(150):
        repository.write(f"apps/a{number}.yaml", "kind: A\nname: one\n")
    render(repository)
    for number in range(150):
        repository.write(f"apps/a{number}.yaml", "kind: A\nname: two\n")
    command = [sys.executable, "-m", "argowave", "render", "--repository", str(repository.path)]
    with subprocess.Popen(
        command, env=MODULES, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        wait_for(repository.path, process)
        process.send_signal(how)

    texts = [text for path, text in written(repository).items() if "root" not in path]
    assert len(texts) == 150
    assert {text.splitlines()[-1] for text in texts} <= {"name: one", "name: two"}
    assert render(repository) == 0
    assert render(repository, "--check") == 0
    assert [path for path in repository.path.rglob(".argowave-*") if path.suffix] == []


def wait_for(folder: Path, process: subprocess.Popen[bytes]) -> None:
    """Wait until the run writes its first file in the making."""
    making = folder / "environments/dev/rendered/.argowave-begun-.rendered.part"
    while process.poll() is None and not making.exists():
        time.sleep(0.001)


def test_a_second_render_at_the_same_time_is_refused(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    with only_one(repository.path):
        assert render(repository) == 2
        assert render(repository, "--check") == 1  # which only reads

    assert "another render is at work in this repository" in capsys.readouterr().err
    assert render(repository) == 0


def test_many_renders_at_once_leave_one_good_state(two_environments: Repository) -> None:
    version(two_environments, 1)
    command = [sys.executable, "-m", "argowave", "render", "--repository",
               str(two_environments.path)]  # fmt: skip
    runs = [
        subprocess.Popen(command, env=MODULES, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for _ in range(4)
    ]

    codes = []
    for run in runs:
        _, complaint = run.communicate()
        codes.append(run.returncode)
        assert b"Traceback" not in complaint
    assert set(codes) <= {0, 2}
    assert 0 in codes
    assert render(two_environments, "--check") == 0
