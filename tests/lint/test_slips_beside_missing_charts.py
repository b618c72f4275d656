"""A slip in a selector is told, though a chart that was not looked into may bring anything."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from argowave.commands import main

PLAIN = Path(__file__).parents[1] / "cases" / "lint" / "repositories" / "valid" / "plain"
CHART = """apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cache, namespace: argocd}
spec:
  project: default
  destination: {server: "https://kubernetes.default.svc", namespace: there}
  source: {repoURL: "https://charts.example.org", chart: redis, targetRevision: 1.2.3}
"""
DEPLOYMENT = """apiVersion: apps/v1
kind: Deployment
metadata: {{name: a, namespace: there}}
spec:
  selector: {{matchLabels: {{app: {0}, tier: front}}}}
  template:
    metadata: {{labels: {{app: {0}, tier: front}}}}
    spec: {{containers: [{{name: a, image: "a:1"}}]}}
"""
SERVICE = """apiVersion: v1
kind: Service
metadata: {{name: {0}, namespace: there}}
spec: {{ports: [{{port: 80}}], selector: {{app: {1}, tier: front}}}}
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(PLAIN, tmp_path / "repository"))
    (folder / "cache.yaml").write_text(CHART)
    return folder


def selectors(repository: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    main(["lint", "--repository", str(repository)])
    lines = capsys.readouterr().out.splitlines()
    return [each for each in lines if "selector-without-pods" in each and "tier=front" in each]


def test_a_label_with_one_slip_of_the_only_pods_is_a_warning(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = DEPLOYMENT.format("web"), SERVICE.format("a", "wbe")
    (repository / "plain" / "d.yaml").write_text("---\n".join(files))

    (line,) = selectors(repository, capsys)

    assert line == (
        "plain/d.yaml:13 Service/a $.spec.selector: no pod here has the labels app=wbe, "
        "tier=front; did you mean app=web? (not everything of Application/cache was looked into) "
        "(selector-without-pods, warning) [repository/root]"
    )


@pytest.mark.parametrize(("made", "selected"), [("web", "api"), ("web-a", "web-b1"), ("a", "b")])
def test_what_is_no_slip_is_not_decided(
    repository: Path, capsys: pytest.CaptureFixture[str], made: str, selected: str
) -> None:
    files = DEPLOYMENT.format(made), SERVICE.format("a", selected)
    (repository / "plain" / "d.yaml").write_text("---\n".join(files))

    assert [each.partition(":")[0] for each in selectors(repository, capsys)] == ["not decided"]


def test_pods_that_have_a_service_are_not_meant_by_another_one(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = DEPLOYMENT.format("mail"), SERVICE.format("a", "mail"), SERVICE.format("b", "main")
    (repository / "plain" / "d.yaml").write_text("---\n".join(files))

    assert [each.partition(":")[0] for each in selectors(repository, capsys)] == ["not decided"]


def test_pods_of_another_application_are_not_meant(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "plain" / "d.yaml").write_text(SERVICE.format("a", "wbe"))
    (repository / "other").mkdir()
    (repository / "other" / "d.yaml").write_text(DEPLOYMENT.format("web"))
    other = (repository / "root.yaml").read_text().partition("---")[0]
    other = other.replace("name: root", "name: other").replace("path: plain", "path: other")
    (repository / "other.yaml").write_text(other)

    assert [each.partition(":")[0] for each in selectors(repository, capsys)] == ["not decided"]
