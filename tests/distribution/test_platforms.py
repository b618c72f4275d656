"""What POSIX alone has is not needed to start: Windows has none of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases" / "lint" / "repositories"
# The standard library's modules come first: on Windows they are made for it.
WITHOUT_POSIX = """
import asyncio, concurrent.futures, getpass, http.server, importlib, logging, multiprocessing.pool
import os, pathlib, pkgutil, random, runpy, shutil, signal, socket, subprocess, sys, tarfile
import tempfile, urllib.request, uuid, zipfile
import boto3, jinja2, jsonschema, jsonschema_rs, lupa.lua52, yaml, yaml_rs

for name in ("fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"):
    sys.modules[name] = None
subprocess.Popen.kill = subprocess.Popen.terminate  # as it is there
for name in ("SIGALRM", "SIGCHLD", "SIGHUP", "SIGKILL", "SIGPIPE", "alarm", "pthread_sigmask"):
    delattr(signal, name)
for name in ("O_CLOEXEC", "O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK", "fork", "getgid", "getuid"):
    delattr(os, name)
for name in ("getpgid", "killpg", "mkfifo", "setsid", "sysconf"):
    delattr(os, name)
"""
IMPORTING = """
import argowave

def refuse(name):
    raise

for module in pkgutil.walk_packages(argowave.__path__, "argowave.", onerror=refuse):
    if not module.name.endswith(".__main__"):
        importlib.import_module(module.name)
print(*(name for name in sys.modules if name.startswith("argowave.")))
"""
RUNNING = """
from argowave.commands import main
sys.exit(main(sys.argv[1:]))
"""


def run(code: str, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT / "tools")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_module_can_be_imported(tmp_path: Path) -> None:
    done = run(WITHOUT_POSIX + IMPORTING, folder=tmp_path)
    package = ROOT / "tools" / "argowave"
    files = {path.relative_to(package.parent).with_suffix("") for path in package.rglob("*.py")}
    names = {".".join(path.parts).removesuffix(".__init__") for path in files}

    assert done.returncode == 0, done.stderr
    assert set(done.stdout.split()) == names - {"argowave", "argowave.__main__"}


@pytest.mark.parametrize("shape", ["valid/chart", "invalid/unknown-field"])
@pytest.mark.parametrize("command", ["lint", "tree", "plan", "graph"])
def test_a_command_says_the_same(command: str, shape: str, tmp_path: Path) -> None:
    repository = shutil.copytree(CASES / shape, tmp_path / "repository")
    expected = run("import sys" + RUNNING, command, folder=repository)
    done = run(WITHOUT_POSIX + RUNNING, command, folder=repository)

    assert (done.stdout, done.stderr) == (expected.stdout, expected.stderr)
    assert done.returncode == expected.returncode
    assert expected.returncode in {0, 1}
