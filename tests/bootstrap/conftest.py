"""A repository that may be bootstrapped, and a kubectl that only writes down what it is asked."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from this_repository import copy_repository

REPOSITORY = Path(__file__).parents[2]
URL = "https://git.company.dev/platform/argowave.git"

KUBECTL = """#!/bin/sh
case "$*" in
  "config current-context")
    [ -n "$CONTEXT" ] && echo "$CONTEXT" && exit
    echo "error: current-context is not set" >&2
    exit 1 ;;
  "config view "*) echo "https://127.0.0.1:6443"; exit ;;
esac
echo "$*" >> "$LOG"
case "$*" in
  *" $FAIL "*) echo "error: the $FAIL says no" >&2; exit 7 ;;
  *" $HANG "*) echo "hanging"; exec sleep 60 ;;
esac
echo "$3 went well"
"""


@dataclass(frozen=True, slots=True)
class Site:
    """A repository, and a machine to bootstrap it from."""

    repository: Path
    programs: Path  # the only folder that is searched for kubectl, besides the system's own
    log: Path

    def command(self, *arguments: str) -> list[str]:
        """Return the command line of argowave for this repository."""
        return [
            *(sys.executable, "-m", "argowave", "bootstrap"),
            *("--repository", str(self.repository), *arguments),
        ]

    def environment(self, **variables: str) -> dict[str, str]:
        """Return the environment variables of that machine."""
        return {
            "HOME": str(self.repository),
            "PATH": os.pathsep.join([str(self.programs), str(self.programs.parent / "system")]),
            "PYTHONPATH": str(REPOSITORY / "tools"),
            "CONTEXT": "docker-desktop",
            "FAIL": "nothing",
            "HANG": "nothing",
            "LOG": str(self.log),
            **variables,
        }

    def bootstrap(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run argowave with nobody at the keyboard."""
        return subprocess.run(
            self.command(*arguments),
            env=self.environment(**variables),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def asked(self) -> list[str]:
        """Return what kubectl was asked to do, without what only reads the kubeconfig."""
        return self.log.read_text("utf-8").splitlines() if self.log.exists() else []


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of this repository with a URL and an image of its own, rendered."""
    copy = copy_repository(tmp_path_factory.mktemp("repository"))
    base = copy / "environments" / "base.yaml"
    text = base.read_text("utf-8")
    base.write_text(text.replace("https://git.example.com/platform/argowave.git", URL), "utf-8")
    for versions in copy.glob("environments/*/versions.yaml"):
        text = versions.read_text("utf-8")
        versions.write_text(text.replace("ghcr.io/example/", "ghcr.io/company/"), "utf-8")
    write_remote(copy, URL)
    subprocess.run(
        [sys.executable, "-m", "argowave", "render"],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY / "tools")},
        capture_output=True,
        check=True,
    )
    return copy


@pytest.fixture
def site(rendered: Path, tmp_path: Path) -> Site:
    """Return a machine whose kubectl answers for docker-desktop."""
    repository = tmp_path / "repository"
    shutil.copytree(rendered, repository)
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "kubectl").write_text(KUBECTL, "utf-8")
    (programs / "kubectl").chmod(0o755)
    system = tmp_path / "system"
    system.mkdir()
    (system / "sleep").symlink_to(shutil.which("sleep") or "/bin/sleep")
    return Site(repository, programs, tmp_path / "log")


def write_remote(repository: Path, url: str) -> None:
    """Make `url` the only remote of the repository, as git writes it down."""
    (repository / ".git").mkdir(exist_ok=True)
    (repository / ".git" / "config").write_text(f'[remote "origin"]\n\turl = {url}\n', "utf-8")
