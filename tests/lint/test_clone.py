"""Commands inside of a clone, and with folders that are none."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from argowave.commands import Exit, main

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://git.example.com/team/case.git"
APPLICATION = f"""apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: web, namespace: argocd}}
spec:
  source: {{repoURL: {URL}, path: deploy/web}}
  destination: {{namespace: web, name: in-cluster}}
"""
TYPO = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: web}\ndate: {}\n"


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    top = tmp_path / "case"
    for name, text in {"argocd/web.yaml": APPLICATION, "web/a.yaml": TYPO}.items():
        path = top / "deploy" / name
        path.parent.mkdir(parents=True)
        path.write_text(text)
    (top / "local").mkdir()
    git(top, "init", "-q")
    git(top, "remote", "add", "origin", URL)
    git(top, "add", ".")
    return top


@pytest.mark.parametrize("folder", ["deploy", "deploy/web"])
def test_in_a_folder_of_a_clone_the_whole_clone_is_looked_at(
    clone: Path, folder: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(clone / folder)
    code = main(["lint", "--no-cache"])
    out, err = capsys.readouterr()

    assert code == Exit.FINDINGS
    assert "\ndeploy/web/a.yaml:4 ConfigMap/a $.date: unknown field" in out
    assert err == (
        f"looking at the whole clone {clone.as_posix()}, as paths in Applications begin at its "
        "top; --repository . looks at this folder alone\n"
    )


@pytest.mark.parametrize("own", ["argowave.toml", "pyproject.toml", "argowave.lock"])
def test_a_folder_that_says_something_to_argowave_is_looked_at_alone(
    clone: Path, own: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (clone / "deploy" / own).write_text("")
    monkeypatch.chdir(clone / "deploy")
    main(["tree"])

    assert "whole clone" not in capsys.readouterr().err


def test_a_folder_that_is_named_or_not_committed_is_looked_at_alone(
    clone: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(clone / "deploy")
    main(["lint", "--no-cache", "--repository", "."])
    monkeypatch.chdir(clone / "local")
    main(["lint", "--no-cache"])

    assert "whole clone" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "why"), [("nope", "there is no such folder"), ("deploy/web/a.yaml", "is no folder")]
)
def test_a_repository_that_is_no_folder_is_refused(
    clone: Path, name: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = clone / name

    assert main(["lint", "--repository", str(path)]) == Exit.COULD_NOT_RUN
    assert capsys.readouterr().err == f"error: {path.as_posix()}: {why}\n"
