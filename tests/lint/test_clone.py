"""Commands inside of a clone, and with folders that are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from argowave.commands import Exit, main
from git_repositories import git

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


def test_in_a_folder_that_is_named_what_git_ignores_is_passed_over(
    clone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (clone / ".gitignore").write_text("/deploy/out/\n*.local.yaml\n")
    (clone / "deploy" / "out").mkdir()
    for name in ("out/old.yaml", "argocd/mine.local.yaml"):
        (clone / "deploy" / name).write_text(APPLICATION.replace("name: web,", "name: ignored,"))
    (clone / "deploy" / "argocd" / "new.yaml").write_text(
        APPLICATION.replace("name: web,", "name: untracked,")
    )
    main(["tree", "--repository", str(clone / "deploy")])
    out = capsys.readouterr().out

    assert "untracked" in out
    assert "ignored" not in out


def test_a_folder_that_git_ignores_is_looked_at_where_it_is_named(
    clone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (clone / ".gitignore").write_text("/local/\n")
    (clone / "local" / "app.yaml").write_text(APPLICATION)
    main(["tree", "--repository", str(clone / "local")])

    assert "Application/web" in capsys.readouterr().out


def test_what_is_remembered_of_a_folder_depends_on_what_the_clone_ignores(
    clone: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (clone / "deploy" / "argocd" / "mine.yaml").write_text(
        APPLICATION.replace("name: web,", "name: mine,")
    )
    words = ["lint", "--repository", str(clone / "deploy"), "--cache-dir", str(tmp_path / "kept")]
    main(words)
    before = capsys.readouterr().out
    (clone / ".gitignore").write_text("mine.yaml\n")
    main(words)

    assert "2 Applications" in before
    assert "1 Application," in capsys.readouterr().out
