"""Real processes on mangled repositories: each says something, ends, and leaves all as it was."""

from __future__ import annotations

import os
import random
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from attacks.mangling import mangle
from this_repository import copy_repository

ROOT: Final = Path(__file__).parents[2]
CASES: Final = ROOT / "tests" / "cases"
SHAPES: Final = sorted(
    path
    for folder in (CASES / "sound", *(CASES / "lint" / "repositories").iterdir())
    for path in folder.iterdir()
    if path.is_dir()
)
IDENTITY: Final = (
    "-c",
    "user.name=t",
    "-c",
    "user.email=t@example.org",
    "-c",
    "maintenance.auto=false",
)
SECONDS: Final = 100  # that a command may take
PROGRAM: Final = (sys.executable, "-m", "argowave")
OTHERS: Final = (
    ["diff"], ["review", "--into", "../out"], ["report", "--base", "HEAD", "-o", "../out/r.html"],
    ["upgrade", "--kubernetes-version", "1.37"], ["projects", "--minimal"], ["parity"],
    ["explain", "ConfigMap/a"], ["fetch", "--check"], ["tree"], ["plan"], ["graph"],
    ["promote", "dev", "staging", "--dry-run", "--yes"], ["render", "--check"], ["manifests"],
    ["validate", "."], ["bootstrap", "dev"], ["flow", "dev", "--endpoint", "http://127.0.0.1:9"],
)  # fmt: skip


class World:
    """A repository among a home, a cache, temporary files and a place for what is asked for."""

    def __init__(self, folder: Path, shape: Path | None) -> None:
        """Make all of them; the repository is a copy of `shape`, or of this one."""
        self.folder = folder
        self.repository = folder / "repository"
        for name in ("home", "temporary", "cache", "out"):
            (folder / name).mkdir(parents=True)
        if shape is None:
            copy_repository(self.repository, settings=True)
        else:
            shutil.copytree(shape, self.repository, symlinks=True)
        for words in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "x"]):
            subprocess.run(["git", *IDENTITY, *words], cwd=self.repository, check=True)

    def run(self, words: list[str], program: tuple[str, ...], seconds: float) -> str:
        """Run a command, demand that it behaves, and return its standard output."""
        surroundings = {"HOME": "home", "TMPDIR": "temporary", "XDG_CACHE_HOME": "cache"}
        environment = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("ARGOWAVE_", "PYTHONUNBUFFERED"))
        } | {key: str(self.folder / name) for key, name in surroundings.items()}
        before = self.contents()
        try:
            done = subprocess.run(
                [*program, *words],
                cwd=self.repository,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
                timeout=seconds,
            )
        except subprocess.TimeoutExpired:
            pytest.fail(f"{words} takes more than {seconds} s")
        said = done.stderr.decode("utf-8", "replace")
        assert done.returncode in (0, 1, 2), f"{words} ends with {done.returncode}: {said}"
        assert "Traceback" not in said, f"{words} breaks: {said}"
        assert "Exception ignored" not in said, f"{words} breaks: {said}"
        assert said or done.stdout or done.returncode == 0, f"{words} says nothing"
        after = self.contents()
        changed = sorted(path for path in before | after if before.get(path) != after.get(path))
        assert not changed, f"{words} changes {changed}"
        return done.stdout.decode("utf-8", "replace")

    def contents(self) -> dict[str, tuple[int, bytes]]:
        """Return the mode and the bytes of all but the cache and what is asked for."""
        found = {}
        for path in self.folder.rglob("*"):
            inside = path.relative_to(self.folder)
            if inside.parts[0] in ("cache", "out"):
                continue
            mode = path.lstat().st_mode
            content = b""
            if stat.S_ISLNK(mode):
                content = os.fsencode(path.readlink())
            elif stat.S_ISREG(mode):
                content = path.read_bytes()
            name = os.fsencode(inside).decode("utf-8", "backslashreplace")
            found[name] = (mode, content)
        return found


def attack(
    seed: int, folder: Path, program: tuple[str, ...] = PROGRAM, seconds: float = SECONDS
) -> None:
    """Mangle one repository, and run a few commands on it."""
    chance = random.Random(seed)  # noqa: S311 (the same repositories every time)
    world = World(folder, None if seed % 4 == 0 else chance.choice(SHAPES))
    mangle(world.repository, chance, chance.randrange(1, 6))
    first = world.run(["lint"], program, seconds)
    assert world.run(["lint"], program, seconds) == first, "lint says something else next time"
    for words in chance.sample(OTHERS, 3):
        world.run(words, program, seconds)


@pytest.mark.parametrize("seed", range(100, 108))
def test_no_mangled_repository_breaks_a_process_or_is_written_to(seed: int, tmp_path: Path) -> None:
    attack(seed, tmp_path)


BREAKS = "import argowave.commands.lint as l\ndef broken(*_): raise KeyError('planted')\n"
PLANTED = {
    "breaks": (BREAKS + "l.load_settings = broken", "breaks: Traceback"),
    "ends with 3": ("atexit.register(os._exit, 3)", "ends with 3"),
    "writes beside": ("open('stray', 'w').close()", r"changes \['repository/stray'\]"),
    "writes into home": ("open(os.environ['HOME'] + '/x', 'w').close()", r"changes \['home/x'\]"),
    "leaves a folder": ("tempfile.mkdtemp(prefix='x')", r"changes \['temporary/x"),
    "writes as many bytes": (
        "with open('.git/HEAD', 'r+') as f: f.write('REF')",
        r"changes \['repository/.git/HEAD'\]",
    ),
    "says something else": ("print(os.urandom(9))", "says something else next time"),
    "hangs": ("time.sleep(50)", "takes more than 3 s"),
}


@pytest.mark.parametrize("bug", PLANTED)
def test_a_bug_that_is_planted_is_seen(bug: str, tmp_path: Path) -> None:
    planted, message = PLANTED[bug]
    code = "import atexit, os, sys, tempfile, time\nfrom argowave.commands import main\n"
    program = (sys.executable, "-c", f"{code}{planted}\nsys.exit(main(sys.argv[1:]))")
    with pytest.raises((AssertionError, pytest.fail.Exception), match=message):
        attack(2, tmp_path, program, 3 if bug == "hangs" else SECONDS)
