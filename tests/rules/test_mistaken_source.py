"""mistaken-source in a clone, where git knows which revisions there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from argowave.commands import main
from git_repositories import commit, git

if TYPE_CHECKING:
    from pathlib import Path

APPLICATION = """apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: {name}, namespace: argocd}}
spec:
  source: {{repoURL: https://git.example.com/case.git, path: {name}, targetRevision: {revision}}}
  project: default
  destination: {{server: https://kubernetes.default.svc, namespace: {name}}}
"""


@pytest.mark.parametrize(
    ("revision", "meant"),
    [("mian", "main"), ("refs/heads/maim", "main"), ("feature", ""), ("v1.2.3", "")],
)
def test_a_branch_that_nobody_has_is_told_what_was_meant(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], revision: str, meant: str
) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "remote", "add", "origin", "https://git.example.com/case.git")
    files = {}
    for name, taken in (("shop", "main"), ("web", revision)):
        files[f"{name}.yaml"] = APPLICATION.format(name=name, revision=taken)
        settings = f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}}}\n"
        files[f"{name}/settings.yaml"] = settings
    commit(tmp_path, files)

    main(["lint", "--repository", str(tmp_path), "--no-cache"])

    said = [line for line in capsys.readouterr().out.splitlines() if "mistaken-source" in line]
    expected = (
        "web.yaml:5 Application/web $.spec.source.targetRevision: no revision "
        f"{revision} is here; did you mean {meant}? (mistaken-source, warning) [{tmp_path.name}]"
    )
    assert said == ([expected] if meant else [])
