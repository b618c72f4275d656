"""What a chart sees of the API versions that its own tree brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from argowave.commands import Exit, main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

URL = "https://example.org/own.git"
DEFINITION = """\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: monitors.example.org}
spec:
  group: example.org
  names: {kind: Monitor, plural: monitors}
  scope: Namespaced
  versions:
    - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}
    - {name: v0, served: false, storage: false, schema: {openAPIV3Schema: {type: object}}}
"""
ASKING = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: asked}
data:
  version: '{{ .Capabilities.APIVersions.Has "example.org/v1" }}'
  kind: '{{ .Capabilities.APIVersions.Has "example.org/v1/Monitor" }}'
  unserved: '{{ .Capabilities.APIVersions.Has "example.org/v0" }}'
  built-in: '{{ .Capabilities.APIVersions.Has "apps/v1/Deployment" }}'
  stated: '{{ .Capabilities.APIVersions.Has "stated.example.org/v1" }}'
"""


def application(name: str, path: str, cluster: str, helm: str = "") -> str:
    return (
        f"apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {{name: {name}}}\n"
        f"spec: {{project: default, source: {{repoURL: '{URL}', path: {path}{helm}}},\n"
        f"  destination: {{namespace: there, {cluster}}}}}\n---\n"
    )


@pytest.fixture
def asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Renders the chart that asks, beside a definition, and returns its manifests."""

    def render(cluster: str, helm: str = "", template: str = ASKING) -> str:
        files = {
            "argowave.toml": f"repositories = ['{URL}']\n",
            "root.yaml": application("brings", "definitions", "name: in-cluster")
            + application("asks", "chart", cluster, helm),
            "definitions/crd.yaml": DEFINITION,
            "chart/Chart.yaml": "apiVersion: v2\nname: chart\nversion: 1.0.0\n",
            "chart/templates/a.yaml": template,
        }
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
        root = ("--repository", str(tmp_path), "--root", str(tmp_path / "root.yaml"))
        assert main(["manifests", "asks", *root]) == Exit.WELL
        return capsys.readouterr().out

    return render


def test_a_definition_of_the_tree_is_there_for_its_charts(asked: Callable[..., str]) -> None:
    text = asked("server: https://kubernetes.default.svc")

    assert 'version: "true"\n  kind: "true"\n  unserved: "false"\n  built-in: "true"' in text


def test_a_definition_on_another_cluster_is_not(asked: Callable[..., str]) -> None:
    assert 'version: "false"\n  kind: "false"' in asked("name: elsewhere")


def test_versions_that_the_application_states_take_the_place_of_the_clusters(
    asked: Callable[..., str],
) -> None:
    text = asked("name: in-cluster", ", helm: {apiVersions: [stated.example.org/v1]}")

    assert 'version: "false"' in text
    assert 'built-in: "false"\n  stated: "true"' in text


def test_a_chart_that_refuses_without_the_definition_renders_with_it(
    asked: Callable[..., str],
) -> None:
    guard = (
        '{{ if not (.Capabilities.APIVersions.Has "example.org/v1") }}'
        '{{ fail "install it first" }}{{ end }}\n'
    )

    assert "name: asked" in asked("name: in-cluster", "", guard + ASKING)


def test_what_argo_cd_needs_is_there_where_it_runs(asked: Callable[..., str]) -> None:
    template = ASKING.replace("example.org/v1/Monitor", "argoproj.io/v1alpha1/Application")

    assert 'kind: "true"' in asked("name: in-cluster", "", template)
    assert 'kind: "false"' in asked("name: elsewhere", "", template)


@pytest.mark.parametrize(
    ("cluster", "group", "expected"),
    [
        ("name: in-cluster", "monitoring.coreos.com", True),
        ("name: elsewhere", "monitoring.coreos.com", False),  # what is unseen goes elsewhere
        ("name: in-cluster", "policy", False),  # Kubernetes' own, of an old version
        ("name: in-cluster", "route.openshift.io", False),
    ],
)
def test_a_chart_that_was_not_looked_into_may_bring_what_another_one_asks_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], cluster: str, group: str, *, expected: bool
) -> None:
    unseen = application("monitors", "x", "name: in-cluster").replace(
        f"repoURL: '{URL}', path: x",
        "repoURL: https://charts.example.org, chart: monitors, targetRevision: 1.0.0",
    )
    asking = f'{{{{ if .Capabilities.APIVersions.Has "{group}/v1beta1" }}}}a: b{{{{ end }}}}\n'
    files = {
        "argowave.toml": f"repositories = ['{URL}']\n",
        "root.yaml": unseen + application("asks", "chart", cluster),
        "chart/Chart.yaml": "apiVersion: v2\nname: chart\nversion: 1.0.0\n",
        "chart/templates/a.yaml": ASKING + asking,
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")

    main(["lint", "--repository", str(tmp_path), "--no-cache"])
    out = capsys.readouterr().out

    told = (
        f"charts were told that there is no {group}/v1beta1, though Application monitors may bring "
        "it, which was not looked into; api-versions in the settings says otherwise"
    )
    assert (told in out) is expected
