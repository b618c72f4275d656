"""What `lint` shows on a real terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

APPLICATION = """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: "a{number:02}", namespace: argocd}}
spec:
  project: default
  source: {{repoURL: https://git.example.org/own.git, path: web, targetRevision: v1.0.0}}
  destination: {{server: https://kubernetes.default.svc, namespace: "a{number:02}"}}
---
"""
ACCOUNT = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: web}\n"


def shown(folder: Path, *words: str, on_terminal: bool, columns: int = 0) -> str:
    ours, theirs = pty.openpty() if on_terminal else os.pipe()
    if columns:
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    command = [sys.executable, "-m", "argowave", "lint", "--no-cache", "--root", "root.yaml"]
    path = os.pathsep.join(sys.path)
    environment = {**os.environ, "PYTHONPATH": path, "NO_COLOR": "1"}
    with subprocess.Popen([*command, *words], cwd=folder, stdout=theirs, env=environment):
        os.close(theirs)
        read = []
        try:
            while data := os.read(ours, 65536):
                read.append(data)
        except OSError:  # how a terminal says that nobody writes any more
            pass
    os.close(ours)
    return b"".join(read).decode()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    texts = [APPLICATION.format(number=number) for number in range(30)]
    (tmp_path / "root.yaml").write_text("".join(texts))
    (tmp_path / "web").mkdir()
    (tmp_path / "web/account.yaml").write_text(ACCOUNT)
    (tmp_path / "argowave.toml").write_text('repositories = ["https://git.example.org/own.git"]\n')
    return tmp_path


def test_a_terminal_has_the_first_warnings_of_a_rule_and_a_pipe_has_all(repository: Path) -> None:
    rule = "(default-project, warning)"
    said = "… and 27 more warnings of default-project; --all shows them"

    few = shown(repository, on_terminal=True)
    assert few.count(rule) == 3
    assert said in few
    assert "30 default-project" in few
    for every in (
        shown(repository, "--all", on_terminal=True),
        shown(repository, on_terminal=False),
    ):
        assert every.count(rule) == 30
        assert said not in every


def test_a_terminal_of_some_width_has_lines_that_end_between_words(repository: Path) -> None:
    wide = shown(repository, on_terminal=True)
    narrow = shown(repository, on_terminal=True, columns=60)

    lines = narrow.splitlines()
    assert [line for line in lines if len(line) > 60] == []
    assert "root.yaml:5 Application/a00 $.spec.project: the Application" in lines
    assert "  belongs to project default, which permits every" in lines
    assert narrow.split() == wide.split()


def test_what_is_no_word_of_a_sentence_is_never_broken(repository: Path) -> None:
    text = (repository / "root.yaml").read_text().replace("path: web", f"path: {'w' * 70}")
    (repository / "root.yaml").write_text(text)

    assert f" {'w' * 70}" in shown(repository, on_terminal=True, columns=60)


def test_a_terminal_too_narrow_for_words_and_a_pipe_break_nothing(repository: Path) -> None:
    line = "root.yaml:5 Application/a00 $.spec.project: the Application belongs to project default"

    assert line in shown(repository, on_terminal=True, columns=30)
    assert line in shown(repository, on_terminal=False)
