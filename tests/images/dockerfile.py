"""A Dockerfile, and the steps of its stage `build`, run without a container engine."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def read_instructions(name: str) -> list[list[str]]:
    """Return the instructions of a file in images/, each with its words."""
    text = (ROOT / "images" / name).read_text("utf-8")
    return [
        line.split(maxsplit=1) for line in text.splitlines() if line and not line.startswith("#")
    ]


def run_build(name: str, root: Path) -> Path:
    """Return the virtual environment that the stage `build` makes."""
    stage = ""
    for instruction, words in read_instructions(name):
        if instruction == "FROM":
            stage = words.partition(" AS ")[2]
        elif stage == "build" and instruction == "COPY":
            *sources, target = words.split()
            for source in sources:
                assert is_sent(source), f"{source} is left out by .dockerignore"
                _copy(ROOT / source, root / "src" / target, source)
        elif stage == "build" and instruction == "RUN":
            _run(words, root)
    return root / "venv"


def is_sent(name: str) -> bool:
    """Tell whether an engine is sent a path; the last line that matches it or a parent decides."""
    sent = True
    for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines():
        pattern = line.removeprefix("!")
        if any(path.match(pattern) for path in (Path(name), *Path(name).parents[:-1])):
            sent = line.startswith("!")
    return sent


def _copy(source: Path, target: Path, name: str) -> None:
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        target.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target / Path(name).name)


def _run(words: str, root: Path) -> None:
    """Run a RUN step, its absolute folders below `root`."""
    command = re.sub(r"(?<![\w.])/(venv|wheels)", rf"{root}/\1", words)
    command = re.sub(r"\Apython ", f"{shlex.quote(sys.executable)} ", command)
    (root / "src").mkdir(exist_ok=True)
    environment = {"PATH": os.environ["PATH"], "HOME": str(root), **_proxies()}
    ran = subprocess.run(
        ["/bin/sh", "-ec", command],
        cwd=root / "src",
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if "Could not find a version" in ran.stderr or "NewConnectionError" in ran.stderr:
        pytest.skip("no package index answers")
    assert ran.returncode == 0, f"{command}\n{ran.stdout}{ran.stderr}"


def _proxies() -> dict[str, str]:
    """Return what leads pip to this machine's package index."""
    wanted = re.compile(r"(?i)(https?|no)_proxy|pip_.*|ssl_cert_.*|requests_ca_bundle")
    return {name: value for name, value in os.environ.items() if wanted.fullmatch(name)}
