"""A real git repository with one root Application, to change and to compare."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from argowave.commands import main
from git_repositories import git

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://git.example.com/team/shop.git"
APPLICATION = """apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: {name}, namespace: argocd}}
spec:
  project: default
  source: {{repoURL: {url}, path: {path}, targetRevision: main}}
  destination: {{server: https://kubernetes.default.svc, namespace: shop}}
  syncPolicy: {{automated: {{prune: true}}}}
"""
DEPLOYMENT = """apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - {name: web, image: "web:1"}
        - {name: log, image: "log:1"}
"""
TABLE = """apiVersion: dynamodb.aws.upbound.io/v1beta2
kind: Table
metadata: {name: orders}
spec:
  forProvider: {region: eu-central-1, hashKey: Id, attribute: [{name: Id, type: S}]}
"""


@dataclass(frozen=True, slots=True)
class Shop:
    """The repository, and the command on it."""

    path: Path
    capsys: pytest.CaptureFixture[str]

    def git(self, *words: str) -> str:
        return git(self.path, *words)

    def write(self, path: str, text: str) -> None:
        file = self.path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def add_application(self, name: str, path: str | None = None) -> None:
        text = APPLICATION.format(name=name, url=URL, path=path or f"manifests/{name}")
        self.write(f"apps/{name}.yaml", text)

    def commit(self, message: str = "a change") -> str:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD")

    def diff(self, *words: str) -> tuple[int, str, str]:
        root = self.path / "root.yaml"
        code = main(["diff", "--repository", str(self.path), "--root", str(root), *words])
        out, err = self.capsys.readouterr()
        return code, out, err


@pytest.fixture
def shop(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shop:
    """Give a repository with two Applications, web and data, committed on main."""
    made = Shop(tmp_path.resolve() / "shop", capsys)
    made.path.mkdir()
    made.git("init", "--quiet", "--initial-branch=main")
    made.git("config", "user.name", "Somebody")
    made.git("config", "user.email", "somebody@example.com")
    made.git("remote", "add", "origin", URL)
    made.write("root.yaml", APPLICATION.format(name="root", url=URL, path="apps"))
    for name, text in (("web", DEPLOYMENT), ("data", TABLE)):
        made.add_application(name)
        made.write(f"manifests/{name}/{name}.yaml", text)
    made.commit("the shop")
    return made
