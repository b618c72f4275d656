"""Clusters that get different definitions of one kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.commands import main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

APPLICATION = """apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: {name}, namespace: argocd}}
spec:
  project: default
  source: {{repoURL: https://git.example.com/case.git, path: {name}, targetRevision: main}}
  destination: {{server: {server}, namespace: kube-system}}
"""
WIDGETS = """apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {{name: widgets.example.com}}
spec:
  group: example.com
  names: {{kind: Widget, plural: widgets}}
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec: {{type: object, properties: {{{field}: {{type: string}}}}}}
"""
WIDGET = "apiVersion: example.com/v1\nkind: Widget\nmetadata: {{name: w}}\nspec: {{{field}: x}}\n"


def lint(
    folder: Path, capsys: pytest.CaptureFixture[str], brought: dict[str, str], field: str
) -> list[str]:
    """Lint two clusters, each with a definition and a Widget that has one field."""
    files = {}
    for name, known in brought.items():
        server = f"https://{name}.example.com"
        files[f"apps/{name}.yaml"] = APPLICATION.format(name=name, server=server)
        files[f"{name}/crd.yaml"] = WIDGETS.format(field=known)
        files[f"{name}/widget.yaml"] = WIDGET.format(field=field or known)
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    main(["lint", "--repository", str(folder), "--no-cache"])
    return [line for line in capsys.readouterr().out.splitlines() if "(schema, error)" in line]


def test_each_object_is_validated_by_what_its_own_cluster_gets(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert lint(tmp_path, capsys, {"one": "old", "two": "new"}, "") == []


def test_what_another_cluster_would_take_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert lint(tmp_path, capsys, {"one": "old", "two": "new"}, "old") == [
        "two/widget.yaml:4 Widget/w $.spec.old: unknown field (schema, error) ["
        + tmp_path.name
        + "/two]"
    ]


def test_a_fault_of_clusters_with_the_same_definition_is_told_for_each(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert len(lint(tmp_path, capsys, {"one": "old", "two": "old"}, "new")) == 2
