"""A step is not said to be for nothing where an Application of it could not be made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.commands import main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

_ROOT = """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: root, namespace: argocd}
spec:
  project: default
  source: {repoURL: https://git.example.com/case.git, path: apps, targetRevision: main}
  destination: {server: https://kubernetes.default.svc, namespace: argocd}
"""
_SET = """\
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: set, namespace: argocd}
spec:
  goTemplate: true
  goTemplateOptions: [missingkey=error]
  generators:
    - list: {elements: [{name: a, tier: canary, port: 1}, {name: b, tier: stable}]}
  strategy:
    type: RollingSync
    rollingSync:
      steps:
        - matchExpressions: [{key: tier, operator: In, values: [canary]}]
        - matchExpressions: [{key: tier, operator: In, values: [stable]}]
  template:
    metadata: {name: "{{.name}}", labels: {tier: "{{.TIER}}"}}
    spec:
      project: default
      source: {repoURL: https://git.example.com/case.git, path: app, targetRevision: main}
      destination: {server: https://kubernetes.default.svc, namespace: "KEY"}
"""
_ERROR = "apps/sets.yaml:20 ApplicationSet/set $.spec.template.spec.destination.namespace: .port: "
_STEP = "the step is for tier In (stable), and no Application of the set is left for it"
_NONE = (
    "they have the labels tier=a, tier=b, and the steps are for tier In (canary); tier In (stable)"
)


def _lint(text: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    written = {
        "root.yaml": _ROOT,
        "apps/sets.yaml": text,
        "app/config.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
    }
    for name, content in written.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(content)
    main(["lint", "--repository", str(folder), "--no-cache"])
    return capsys.readouterr().out


def test_a_step_whose_application_could_not_be_made_is_not_said_to_be_for_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = _lint(_SET.replace("KEY", "{{.port}}").replace("TIER", "tier"), tmp_path, capsys)

    assert _ERROR in said
    assert _STEP not in said


def test_steps_that_none_of_the_made_applications_is_for_are_told_once_with_all_labels(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = _lint(_SET.replace("KEY", "{{.name}}").replace("TIER", "name"), tmp_path, capsys)

    assert _ERROR not in said
    assert _STEP not in said
    assert _NONE in said
