"""One fault is one line, though two readers come upon it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.commands import Exit, main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

SET = """apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: shops, namespace: argocd}
spec:
  goTemplate: true
  generators: [{list: {elements: [{name: a}, {name: b}]}}]
  template:
    metadata: {name: '{{ .name }}'}
    spec:
      project: default
      source: {repoURL: https://git.example.com/case.git, path: chart, targetRevision: v1.0.0}
      destination: {server: https://kubernetes.default.svc, namespace: '{{ .name }}'}
      retry: {limit: 3}
"""
APPLICATION = """apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: shop, namespace: argocd}
spec:
  project: default
  source:
    repoURL: https://git.example.com/case.git
    path: chart
    targetRevision: v1.0.0
    helm: {valueFiles: [values.yaml, other.yaml]}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
"""
PROJECT = """---
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: web, namespace: argocd}
spec:
  sourceRepos: ['*']
  destinations: [{server: '*', namespace: web}]
"""
CHART = "apiVersion: v2\nname: shop\nversion: 1.0.0\n"
CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: shop}\n"


def errors(folder: Path, capsys: pytest.CaptureFixture[str], values: str, root: str) -> list[str]:
    (folder / "chart" / "templates").mkdir(parents=True)
    (folder / "chart" / "Chart.yaml").write_text(CHART, "utf-8")
    (folder / "chart" / "values.yaml").write_text("{}\n", "utf-8")
    (folder / "chart" / "other.yaml").write_text(values, "utf-8")
    (folder / "chart" / "templates" / "config.yaml").write_text(CONFIG, "utf-8")
    (folder / "root.yaml").write_text(root, "utf-8")
    assert main(["lint", "--repository", str(folder), "--no-cache"]) == Exit.FINDINGS
    return [line for line in capsys.readouterr().out.splitlines() if ", error)" in line]


def test_a_values_file_that_cannot_be_read_is_named_with_the_application(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (line,) = errors(tmp_path, capsys, "image: web\nimage: shop\n", APPLICATION)

    assert line == (
        'chart/other.yaml:2 key "image" stands twice, here and in line 1 (values, error) '
        f"[{tmp_path.name}/shop]"
    )


def test_what_is_wrong_in_the_template_of_an_application_set_is_not_said_of_what_it_makes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (line,) = errors(tmp_path, capsys, "", SET)

    assert line == (
        "root.yaml:13 ApplicationSet/shops $.spec.template.spec.retry: unknown field "
        f"(schema, error) [{tmp_path.name}]"
    )


def test_a_namespace_that_no_cluster_may_have_is_said_once_for_all_clusters(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clusters = SET.replace("https://kubernetes.default.svc", "'https://{{ .name }}.example.com'")
    of_a_project = clusters.replace("default", "web").replace("space: '{{ .name }}'", "space: shop")
    root = of_a_project.replace("      retry: {limit: 3}\n", "") + PROJECT
    (line,) = errors(tmp_path, capsys, "", root)

    assert line.startswith(
        "root.yaml:12 Application/a and 1 more $.spec.destination: the Application goes to "
        "namespace shop, which AppProject/web (root.yaml:14) does not permit anywhere; add it to "
    )


def test_what_stands_in_a_file_that_cannot_be_read_is_not_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "plain").mkdir()
    (tmp_path / "plain" / "config.yaml").write_text(CONFIG, "utf-8")
    namespace = "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n"
    (tmp_path / "plain" / "namespace.yaml").write_text(namespace + namespace, "utf-8")
    plain = APPLICATION.replace("path: chart", "path: plain")
    root = plain.replace("    helm: {valueFiles: [values.yaml, other.yaml]}\n", "")
    (line,) = errors(tmp_path, capsys, "", root)

    assert line == (
        'plain/namespace.yaml:4 key "apiVersion" stands twice, here and in line 1 (yaml, error) '
        f"[{tmp_path.name}/shop]"
    )


def test_what_a_loop_of_a_template_leaves_out_is_said_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "chart" / "templates").mkdir(parents=True)
    (tmp_path / "chart" / "Chart.yaml").write_text(CHART, "utf-8")
    (tmp_path / "chart" / "values.yaml").write_text("shops: [a, b, c]\n", "utf-8")
    (tmp_path / "plain").mkdir()
    (tmp_path / "plain" / "config.yaml").write_text(CONFIG, "utf-8")
    plain = APPLICATION.replace("path: chart", "path: plain").replace(
        "name: shop,", "name: {{ . }},"
    )
    each = plain.replace("    helm: {valueFiles: [values.yaml, other.yaml]}\n", "")
    loop = f"{{{{- range .Values.shops }}}}\n---\n{each}{{{{- end }}}}\n"
    (tmp_path / "chart" / "templates" / "shops.yaml").write_text(loop, "utf-8")
    root = APPLICATION.replace("[values.yaml, other.yaml]", "[values.yaml]")
    policy = "  syncPolicy: {automated: {prune: true}}\n"
    (tmp_path / "root.yaml").write_text(root + policy, "utf-8")
    main(["lint", "--repository", str(tmp_path), "--no-cache"])
    lines = capsys.readouterr().out.splitlines()
    (line,) = [each for each in lines if "application-finalizer" in each]

    assert line.startswith(
        "chart/templates/shops.yaml Application/a and 2 more $.metadata.finalizers: once the "
    )
