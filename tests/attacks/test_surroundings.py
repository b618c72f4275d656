"""Every command, wherever and however it is started: the right exit code and no traceback."""

from __future__ import annotations

import argparse
import importlib
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from argowave.commands import COMMANDS
from this_repository import copy_repository

if TYPE_CHECKING:
    from pathlib import Path

NOBODY = "http://127.0.0.1:9"
# the words of commands that ask for more than the parser says; any other gets what it requires
WORDS = {
    "comment": ["pyproject.toml"],
    "diff": ["HEAD", "--env", "dev"],
    "explain": ["wave-gate"],
    "fetch": ["--check"],
    "flow": ["dev", "--endpoint", NOBODY],
    "graph": ["dev"],
    "lint": ["dev", "--no-cache"],
    "manifests": ["--env", "dev"],
    "parity": ["--env", "dev", "--env", "staging"],
    "promote": ["dev", "staging", "--dry-run"],
    "rehearse": ["dev", "--endpoint", NOBODY],
    "render": ["--check"],
    "report": ["dev", "-o", "../report.html"],
    "review": ["--env", "dev", "--into", "../review"],
    "tree": ["dev"],
    "upgrade": ["dev", "--kubernetes-version", "1.37"],
    "validate": ["environments/dev"],
}
GIT = {"diff", "review"}  # which cannot do without it
FULL = "error: the output cannot be written: No space left on device\n"
GONE = "error: the folder that argowave was started in is gone\n  change to one that is there\n"


def words(name: str) -> list[str]:
    """Return a command line, made from the parser where nobody has thought of the command."""
    if name in WORDS:
        return [name, *WORDS[name]]
    parser = argparse.ArgumentParser()
    importlib.import_module(f"argowave.commands.{name}").add_arguments(parser)
    required = [
        str(next(iter(action.choices))) if action.choices else "dev"
        for action in parser._actions  # noqa: SLF001 (there is no other way to ask)
        if not action.option_strings and action.nargs not in ("*", "?")
    ]
    return [name, *required]


class Place:
    """A repository, and what commands say in it."""

    def __init__(self, folder: Path) -> None:
        """Copy this repository, its root URL and all, and commit it."""
        self.folder = folder
        self.repository = copy_repository(folder / "repository", settings=True)
        (self.repository / "environments" / "dev" / "é").touch()
        identity = ("-c", "user.name=t", "-c", "user.email=t@example.org")
        for step in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]):
            subprocess.run(["git", *identity, *step], cwd=self.repository, check=True)
        self.without_git = folder / "programs"
        self.without_git.mkdir()
        (self.without_git / "sh").symlink_to(shutil.which("sh") or "/bin/sh")
        self._plain: dict[str, subprocess.CompletedProcess[str]] = {}

    def run(
        self,
        name: str,
        script: str = '"$@"',
        where: Path | None = None,
        changed: dict[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Run one command in a shell, where "$@" is it."""
        inherited = {key: value for key, value in os.environ.items() if key != "PYTHONUNBUFFERED"}
        inherited["HOME"] = str(self.folder)
        command = ["/bin/sh", "-c", script, "sh", sys.executable, "-m", "argowave", *words(name)]
        done = subprocess.run(
            command,
            cwd=where or self.repository,
            env=inherited | (changed or {}),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        for mark in ("Traceback", "Exception ignored", "unrecognized arguments"):
            assert mark not in done.stderr
        return done

    def plain(self, name: str) -> subprocess.CompletedProcess[str]:
        """Return what it says where nothing is odd."""
        if name not in self._plain:
            self._plain[name] = self.run(name)
        return self._plain[name]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return Place(tmp_path_factory.mktemp("place"))


@pytest.mark.parametrize("name", COMMANDS)
def test_a_disk_that_is_full_is_named(name: str, place: Place) -> None:
    plain = place.plain(name)
    done = place.run(name, '"$@" >/dev/full')

    assert plain.returncode in (0, 1, 2)
    assert done.returncode == (2 if plain.stdout else plain.returncode)
    assert done.stderr.endswith(FULL) == bool(plain.stdout)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_reader_that_is_gone_is_no_news(name: str, place: Place) -> None:
    plain = place.plain(name)
    done = place.run(name, '{ sleep 0.05; "$@"; echo "code $?" >&2; } | exec true')

    *said, code = done.stderr.splitlines()
    assert code == f"code {141 if plain.stdout else plain.returncode}"
    assert set(said) <= set(plain.stderr.splitlines())


@pytest.mark.parametrize("name", COMMANDS)
def test_nothing_but_the_repository_is_needed(name: str, place: Place) -> None:
    poor = dict.fromkeys(("HOME", "TMPDIR", "XDG_CACHE_HOME"), "/proc/nowhere")
    poor |= {"LANG": "C", "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    poor["PATH"] = str(place.without_git)
    done = place.run(name, '"$@" <&-', changed=poor)

    if name in GIT:
        assert done.returncode == 2
        assert done.stderr == "error: git is not on the PATH\n  install it: https://git-scm.com\n"
    else:
        assert done.returncode == place.plain(name).returncode
        assert len(done.stdout.splitlines()) == len(place.plain(name).stdout.splitlines())


@pytest.mark.parametrize("name", COMMANDS)
def test_a_folder_that_is_gone_is_named(name: str, place: Place, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    done = place.run(name, f'mkdir "{gone}"; cd "{gone}"; rmdir "{gone}"; "$@"')

    if done.returncode == 2:
        assert done.stderr == GONE or len(done.stderr.splitlines()) <= 2
    else:
        assert done.returncode == 0  # it needs no folder


@pytest.mark.parametrize("name", COMMANDS)
def test_an_empty_folder_is_one_clear_line_and_a_hint(
    name: str, place: Place, tmp_path: Path
) -> None:
    done = place.run(name, where=tmp_path)

    assert list(tmp_path.iterdir()) == []
    if done.returncode == 2:
        assert done.stderr.startswith(("error: ", "usage: "))
        assert len(done.stderr.splitlines()) <= 2
    else:
        assert done.returncode == 0  # it needs no repository


def test_a_command_that_is_new_is_tried_too() -> None:
    assert words("bootstrap") == ["bootstrap", "dev"]
    assert words("rules") == ["rules", "list"]
