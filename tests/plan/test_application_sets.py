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


def test_an_application_that_an_application_set_makes_is_said_to_be_made_by_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ["explain", "Application/cart-eu", "--repository", str(CASES / "hub")]
    assert main(words) == Exit.WELL

    way = "ApplicationSet/services (by hand) → Application/cart-eu"
    assert f"    applied by: {way}\n" in capsys.readouterr().out


def test_what_it_applies_is_said_to_come_by_the_application_set(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ["explain", "Deployment/cart-eu", "--repository", str(CASES / "hub")]
    assert main(words) == Exit.WELL

    way = "ApplicationSet/services (by hand) → Application/cart-eu → Deployment/cart-eu"
    assert f"    applied by: {way} (Sync wave 0)\n" in capsys.readouterr().out


def test_why_a_chart_was_not_looked_into_is_said_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "set.yaml").write_text(
        """apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: many, namespace: argocd}
spec:
  goTemplate: true
  generators:
    - list: {elements: [{name: a}, {name: b}]}
  template:
    metadata: {name: "{{ .name }}"}
    spec:
      project: default
      source: {repoURL: https://charts.example.com, chart: web, targetRevision: 1.0.0}
      destination: {server: https://kubernetes.default.svc, namespace: web}
"""
    )
    cache = ["--source-cache", str(tmp_path / "cache"), "--repository", str(tmp_path)]

    for command in ("plan", "tree"):
        assert main([command, *cache]) == Exit.WELL
        said = [each for each in capsys.readouterr().out.splitlines() if "not looked into" in each]

        assert [each.strip() for each in said] == [
            "(not looked into: chart web 1.0.0: it is not in the cache; run `argowave fetch`)",
            "(not looked into: chart web 1.0.0, as above)",
        ]
