"""What the plan says of ApplicationSets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from argowave.commands import Exit, main

if TYPE_CHECKING:
    import pytest

CASES = Path(__file__).parents[1] / "cases" / "strangers"


def test_steps_of_a_rolling_sync_come_one_after_the_other(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["plan", "--repository", str(CASES / "hub")]) == Exit.WELL
    assert (
        capsys.readouterr().out
        == """\
hub
applied by hand: Secret/eu, Secret/us, AppProject/apps, ApplicationSet/services
ApplicationSet/services
  step 1: env In (dev)
    Application/cart-us into shop
      wave 0
        ServiceAccount/cart-us
        Service/cart-us
        Deployment/cart-us after ServiceAccount/cart-us
    └ then waits until all of them are Healthy
  step 2: env In (prod), at most 50% at once
    Application/cart-eu into shop
      wave 0
        ServiceAccount/cart-eu
        Service/cart-eu
        Deployment/cart-eu after ServiceAccount/cart-eu
"""
    )


def test_what_an_application_set_makes_stands_below_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tree", "--repository", str(CASES / "hub")]) == Exit.WELL
    assert (
        capsys.readouterr().out
        == """\
hub
  Secret/eu in argocd  clusters/eu.yaml:1
  Secret/us in argocd  clusters/us.yaml:1
  AppProject/apps in argocd  projects/apps.yaml:1
  ApplicationSet/services in argocd  sets/services.yaml:1
    Application/cart-eu in argocd  sets/services.yaml:1
      ServiceAccount/cart-eu in shop  charts/service/templates/service.yaml
      Service/cart-eu in shop  charts/service/templates/service.yaml
      Deployment/cart-eu in shop  charts/service/templates/service.yaml
    Application/cart-us in argocd  sets/services.yaml:1
      ServiceAccount/cart-us in shop  charts/service/templates/service.yaml
      Service/cart-us in shop  charts/service/templates/service.yaml
      Deployment/cart-us in shop  charts/service/templates/service.yaml
"""
    )


def test_what_is_other_than_usual_and_what_no_step_takes_is_said(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "set.yaml").write_text("""\
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: many}
spec:
  generators:
    - list: {elements: [{name: a}, {name: b}]}
    - scmProvider: {github: {organization: example}}
  syncPolicy: {applicationsSync: create-only, preserveResourcesOnDeletion: true}
  strategy:
    type: RollingSync
    deletionOrder: Reverse
    rollingSync:
      steps:
        - matchExpressions: [{key: name, operator: In, values: [b]}]
          maxUpdate: 1
  template:
    metadata: {name: '{{name}}', labels: {name: '{{name}}'}}
    spec:
      project: default
      source: {repoURL: https://charts.example.com, chart: x, targetRevision: 1.0.0}
      destination: {namespace: x}
""")

    argv = ["plan", "--repository", str(tmp_path), "--source-cache", str(tmp_path / "cache")]
    assert main(argv) == Exit.WELL
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines[2:] if "(not looked into: chart" not in line] == [
        "ApplicationSet/many",
        "  (never updates or deletes its Applications)",
        "  (its Applications leave what they have applied behind)",
        "  (deletes its Applications from the last step to the first)",
        (
            "  (not looked into: ApplicationSet many, scmProvider generator: it asks a service; "
            "record answers under `generators`)"
        ),
        "  step 1: name In (b), at most 1 at once",
        "    Application/b into x",
        "  in no step, so synced by hand",
        "    Application/a into x",
    ]
