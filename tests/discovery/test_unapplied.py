"""Folders beside applied ones that nothing applies are named: somebody may have forgotten them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tree.test_ignored import CHART, CONFIG, application, discover, repository, write

if TYPE_CHECKING:
    from pathlib import Path

APPLIED = {
    "apps/web.yaml": application("web", "path: workloads/web"),
    "workloads/web/a.yaml": CONFIG % "a",
}
SET = """apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: all, namespace: argocd}
spec:
  generators:
    - git:
        repoURL: https://git.example.com/case.git
        directories: [{path: workloads/*}, {path: workloads/n*, exclude: true}]
  template:
    metadata: {name: '{{path.basename}}'}
    spec:
      source: {repoURL: https://git.example.com/case.git, path: '{{path}}'}
      destination: {namespace: x}
"""


def test_a_chart_a_kustomization_and_plain_manifests_are_named(tmp_path: Path) -> None:
    files = {
        **APPLIED,
        "workloads/chart/Chart.yaml": CHART,
        "workloads/kustomized/kustomization.yaml": "resources: []\n",
        "workloads/plain/a.yaml": CONFIG % "b",
        "elsewhere/plain/a.yaml": CONFIG % "c",
    }
    shown = "workloads/chart, workloads/kustomized, workloads/plain"

    assert discover(write(tmp_path, files)).assumptions == (
        f"no Application applies {shown}, beside what others apply",
    )


def test_of_many_a_few_are_named(tmp_path: Path) -> None:
    files = {f"workloads/n{number}/a.yaml": CONFIG % number for number in range(8)}
    shown = ", ".join(f"workloads/n{number}" for number in range(5))

    assert discover(write(tmp_path, APPLIED | files)).assumptions == (
        f"no Application applies {shown} and 3 more, beside what others apply",
    )


@pytest.mark.parametrize(
    "files",
    [
        {"workloads/examples/a.yaml": CONFIG % "b"},
        {"workloads/crds/a.yaml": CONFIG % "b"},
        {"workloads/.hidden/a.yaml": CONFIG % "b"},
        {"workloads/scripts/a.sh": "x"},
        {"workloads/settings/a.yaml": "word: x\n"},
        {"workloads/lib-a/Chart.yaml": f"{CHART}type: library\n"},
        {"workloads/new/a.yaml": CONFIG % "b", "all/kustomization.yaml": "[../workloads/new]\n"},
        {"workloads/new/a.yaml": CONFIG % "b", "workloads/over/values.yaml": "at: ../new\n"},
        {"workloads/new/a.yaml": CONFIG % "b", "apps/all.yaml": SET},
    ],
)
def test_what_is_no_deployment_or_is_named_anywhere_is_not(
    files: dict[str, str], tmp_path: Path
) -> None:
    said = discover(write(tmp_path, APPLIED | files)).assumptions

    assert not any(each.startswith("no Application applies") for each in said)


def test_what_is_taken_to_be_applied_by_hand_is_not(tmp_path: Path) -> None:
    files = {
        "base/app.yaml": application("web", "path: workloads/web"),
        "base/kustomization.yaml": "resources: [app.yaml]\n",
        "workloads/web/a.yaml": CONFIG % "a",
        "workloads/sets/kustomization.yaml": "resources: [../../base]\n",
    }

    (said,) = discover(write(tmp_path, files)).assumptions
    assert said.startswith("kustomization workloads/sets was taken to be applied by hand")


def test_a_path_that_leaves_the_repository_leads_nowhere(tmp_path: Path) -> None:
    files = {"app.yaml": application("web", "path: ../beside/web"), "a/a.yaml": CONFIG % "b"}
    write(tmp_path, {"beside/web/a.yaml": CONFIG % "a", "beside/new/a.yaml": CONFIG % "b"})

    assert discover(write(tmp_path / "it", files)).assumptions == ()


def test_what_git_ignores_is_not(tmp_path: Path) -> None:
    files = {**APPLIED, ".gitignore": "new/\n", "workloads/new/a.yaml": CONFIG % "b"}

    assert discover(repository(tmp_path, files)).assumptions == ()
