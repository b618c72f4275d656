"""What the settings say of clusters: their version of Kubernetes, and what else they serve."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from argowave.commands import main

if TYPE_CHECKING:
    from pathlib import Path

APPLICATION = """apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: web
  namespace: argocd
  finalizers: [resources-finalizer.argocd.argoproj.io]
spec:
  project: team
  destination: {server: https://kubernetes.default.svc, namespace: default}
  source: {repoURL: https://git.example.org/team/web.git, targetRevision: main, path: chart}
---
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: team, namespace: argocd}
spec:
  sourceRepos: ["*"]
  destinations: [{server: "*", namespace: "*"}]
"""
CHART = """apiVersion: v2
name: web
version: 1.0.0
kubeVersion: ">= 1.30 < 1.34"
"""
TEMPLATE = """{{- if not (.Capabilities.APIVersions.Has "gateway.networking.k8s.io/v1") }}
{{- fail "needs the gateway API" }}
{{- end }}
apiVersion: v1
kind: ConfigMap
metadata: {name: web}
data: {version: {{ .Capabilities.KubeVersion.Version | quote }}}
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "chart/templates").mkdir(parents=True)
    (tmp_path / "web.yaml").write_text(APPLICATION)
    (tmp_path / "chart/Chart.yaml").write_text(CHART)
    (tmp_path / "chart/templates/web.yaml").write_text(TEMPLATE)
    return tmp_path


def test_a_version_that_nobody_states_is_named_as_assumed(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["lint", "--no-cache", "--repository", str(repository)]) == 1

    out = capsys.readouterr().out
    assert "the chart requires kubeVersion >= 1.30 < 1.34, the environment has v1.36.0" in out
    assert "\n  Kubernetes 1.36 was assumed; --kubernetes-version says otherwise\n" in out


def test_the_settings_say_which_kubernetes_clusters_have_and_what_else_they_serve(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = 'kubernetes-version = "1.33"\napi-versions = ["gateway.networking.k8s.io/v1"]\n'
    (repository / "argowave.toml").write_text(settings)

    assert main(["lint", "--no-cache", "--repository", str(repository)]) == 0
    assert "was assumed" not in capsys.readouterr().out


def test_an_option_is_stronger_than_the_settings(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "argowave.toml").write_text('kubernetes-version = "1.33"\n')
    argv = ["lint", "--no-cache", "--kubernetes-version", "v1.35.2", "--repository"]

    assert main([*argv, str(repository)]) == 1
    assert "the environment has v1.35.0" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["lint", "plan", "manifests", "tree", "report"])
@pytest.mark.parametrize(
    ("version", "said"),
    [
        ("banana", '"banana" is no Kubernetes version'),
        ("9.99", "there are no schemas for Kubernetes 9.99"),
    ],
)
def test_a_version_without_schemas_is_refused(
    command: str, version: str, said: str, repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    argv = [command, "--kubernetes-version", version, "--repository", str(repository)]

    assert main(argv) == 2
    assert f"error: {said}" in capsys.readouterr().err


@pytest.mark.parametrize("value", ["1.33", '""', "[]"])
def test_a_version_in_the_settings_is_a_text(
    value: str, repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "argowave.toml").write_text(f"kubernetes-version = {value}\n")

    assert main(["lint", "--no-cache", "--repository", str(repository)]) == 2
    assert "argowave.toml: kubernetes-version must be a text that is not empty" in (
        capsys.readouterr().err
    )
