"""Names that steer terminals, break lines, or that a locale does not have."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Final

import pytest
import yaml

from attacks.test_odd_repositories import repository, run

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["repository"]  # a fixture
STEERING: Final = "esc\x1b[31m\u202e\x9b"
# an ApplicationSet names Applications after folders, whatever those are called
SET: Final = """apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: all, namespace: argocd}
spec:
  goTemplate: true
  generators:
    - git: {repoURL: "https://example.org/r.git", revision: main, directories: [{path: svc/*}]}
  template:
    metadata: {name: "{{.path.basename}}"}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: all}
      source: {repoURL: "https://example.org/r.git", path: "{{.path.path}}", targetRevision: main}
"""


@pytest.fixture
def steering(repository: Path) -> Path:
    """Return a repository with an Application whose name steers terminals and breaks lines."""
    shutil.rmtree(repository / "plain")
    (repository / "root.yaml").write_text(SET)
    for name in (STEERING, "new\nline\x85"):
        (repository / "svc" / name).mkdir(parents=True)
        (repository / "svc" / name / "a.yaml").write_text(
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: b}\n"
        )
    return repository


@pytest.mark.parametrize(
    "words",
    [
        ["plan"], ["tree"], ["manifests"], ["diff", "HEAD"], ["explain", "ApplicationSet/all"],
        ["lint", "--no-cache"], ["lint", "--format", "github"], ["graph"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_no_name_steers_the_terminal(words: list[str], steering: Path) -> None:
    done = run(steering.rename(steering.parent / STEERING), *words)

    assert done.returncode in (0, 1), done.stderr
    assert not set("\x1b\u202e\x9b\x85") & set(done.stdout + done.stderr)


def test_a_name_of_two_lines_is_one_line_of_a_comment(steering: Path) -> None:
    bodies = list(yaml.safe_load_all(run(steering, "manifests").stdout))

    assert [each["kind"] for each in bodies if each] == ["ConfigMap", "ConfigMap"]


def test_a_locale_that_has_no_such_name_is_named(steering: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "utf8=0", "-m", "argowave", "lint", "--no-cache"],
        cwd=steering, capture_output=True, text=True, check=False, timeout=60,
        env=os.environ | {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"},
    )  # fmt: skip

    assert done.returncode == 2
    assert done.stderr.startswith("error: the locale has no file called ")
    assert done.stderr.endswith(": its encoding is ascii\n  set LC_ALL=C.UTF-8, or PYTHONUTF8=1\n")
