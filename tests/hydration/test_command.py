from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.commands import Exit, main
from git_repositories import commit
from hydration.test_branch import CONFIG, repository

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

APPLICATION = """apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: web, namespace: argocd}
spec:
  project: default
  destination: {server: https://kubernetes.default.svc, namespace: web}
  sourceHydrator:
    drySource: {repoURL: %s, path: web, targetRevision: main}
    syncSource: {targetBranch: %s, path: web}
"""


def test_a_branch_that_moves_is_looked_at_anew(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clone = repository(tmp_path)
    url = str(tmp_path / "remote")
    commit(clone, {"app.yaml": APPLICATION % (url, "env/next"), "web/a.yaml": CONFIG % "x"})
    words = ["lint", "--repository", str(clone), "--cache-dir", str(tmp_path / "kept")]
    fetched = "git fetch origin env/next:refs/remotes/origin/env/next"

    main(words)
    assert fetched in capsys.readouterr().out
    main(words)
    assert fetched in capsys.readouterr().out
    (clone / ".git/refs/heads/env/next").write_text((clone / ".git/refs/heads/env/dev").read_text())
    main(words)
    said = capsys.readouterr().out
    assert "branch env/next is behind what is here: it was made from" in said


def test_a_picture_of_several_roots_says_what_to_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for cluster in ("east", "west"):
        (tmp_path / cluster).mkdir()
        text = APPLICATION % ("https://git.example.com/it.git", "env/dev")
        (tmp_path / cluster / "app.yaml").write_text(text)

    assert main(["graph", "--repository", str(tmp_path)]) == Exit.COULD_NOT_RUN
    assert capsys.readouterr().err == (
        "error: a picture is of one environment, and there are 2\n"
        "  name one, as in: argowave graph east; there is: east, west\n"
    )
    assert main(["graph", "west", "--repository", str(tmp_path)]) == Exit.WELL
    assert "accTitle: west: Applications" in capsys.readouterr().out
