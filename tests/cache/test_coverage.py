"""A lint opens nothing whose change would go unnoticed."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases"
SHAPES = sorted((CASES / "sound").iterdir())
# the paths that a process opens or lists, and the programs that it starts
WATCHING = """
import os, sys

seen = set()

def watch(event, arguments):
    if event in ("open", "os.listdir", "os.scandir", "subprocess.Popen"):
        path = arguments[0]
        if isinstance(path, (str, bytes, os.PathLike)):
            seen.add(os.path.abspath(os.fsdecode(path)))

import argowave.commands.lint, argowave.lint, argowave.rules.registry
argowave.rules.registry.load_rules()
sys.addaudithook(watch)
argowave.commands.main(sys.argv[1:])
print(*sorted(seen), sep="\\0", end="", file=sys.stderr)
"""
# what is known by its version, and what is nobody's content
KNOWN = (
    str(ROOT / "tools"),
    sys.prefix,
    sys.base_prefix,
    sysconfig.get_paths()["purelib"],
    str(Path(tempfile.gettempdir(), "argowave-")),  # a tree's CRDs as a store
    "/dev/null",
    "/proc",
    "/sys",
    "/etc/ssl",
    # what git is told to use instead of a URL; the cache's key has it
    "/etc/gitconfig",
    str(Path.home() / ".gitconfig"),
    str(Path.home() / ".config" / "git" / "config"),
)


def opened(repository: Path, *arguments: str) -> list[str]:
    words = ["lint", "--repository", str(repository), "--no-cache", *arguments]
    command = [sys.executable, "-c", WATCHING, *words, "--source-cache", str(repository / "none")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=repository)
    assert "Traceback" not in done.stderr, done.stderr
    return done.stderr.split("\0")


@pytest.mark.parametrize("shape", SHAPES, ids=lambda path: path.name)
def test_everything_that_is_opened_is_in_the_repository_or_known(
    shape: Path, tmp_path: Path
) -> None:
    repository = shutil.copytree(shape, tmp_path / "repository")
    paths = opened(repository)

    assert any(path.startswith(str(repository)) for path in paths)
    assert [path for path in paths if not path.startswith((str(repository), *KNOWN))] == []


def test_this_repository_opens_only_what_is_in_it() -> None:
    paths = [path for path in opened(ROOT) if "/.git/" not in path]  # a worktree's is elsewhere

    assert [path for path in paths if not path.startswith((str(ROOT), *KNOWN))] == []
    hidden = [path for path in paths if path.startswith(f"{ROOT}/.") and Path(path).is_dir()]
    assert [path for path in hidden if not path.startswith(KNOWN)] == []  # .nox may be there
