"""Argo CD that is installed by hand: its settings stand in no Application."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from argowave.gates import find_settings
from argowave.lint import Ground
from argowave.sources.request import Charts
from programs_here import needs_kustomize

if TYPE_CHECKING:
    from pathlib import Path

    from argowave.gates import Settings
    from argowave.tree import Tree

URL = "https://git.example.com/case.git"
ROOT = f"""apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: root, namespace: argocd}}
spec:
  source: {{repoURL: {URL}, path: web}}
  destination: {{namespace: web}}
"""
KEY = "resource.customizations.health.example.org_Thing"
SETTINGS = f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: argocd-cm}}\ndata: {{{KEY}: a}}\n"
BARE = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: argocd-cm}\ndata: {url: https://a}\n"
REMOTE = "resources: [https://example.org/install.yaml]\npatches: [{path: cm.yaml}]\n"
LOCAL = "resources: [install.yaml]\npatches: [{path: cm.yaml}]\n"
VALUES = f"configs: {{cm: {{{KEY}: a}}}}\n"


def discover(folder: Path, files: dict[str, str]) -> Tree:
    web = {"root.yaml": ROOT, "web/c.yaml": BARE.replace("argocd-cm", "c")}
    for name, text in {**web, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    ground = Ground(folder, (URL,), Charts(cache=folder / "cache"), processes=1)
    (plot,) = ground.discovered("1.36")
    return plot.load()


def settings_of(tree: Tree) -> Settings:
    found = find_settings(tree)
    assert found is not None
    return found


def test_a_patch_of_a_remote_base_counts_and_the_folder_is_named(tmp_path: Path) -> None:
    files = {"bootstrap/kustomization.yaml": REMOTE, "bootstrap/cm.yaml": SETTINGS}
    tree = discover(tmp_path, files)
    settings = settings_of(tree)

    assert (settings.data, settings.is_patch) == ({KEY: "a"}, True)
    assert settings.origin(KEY).document.source == "bootstrap/cm.yaml"
    assert [each.what for each in tree.not_checked] == ["kustomize bootstrap"]


@needs_kustomize
def test_a_patch_of_a_local_base_counts_with_it(tmp_path: Path) -> None:
    folder = {"kustomization.yaml": LOCAL, "install.yaml": BARE, "cm.yaml": SETTINGS}
    tree = discover(tmp_path, {f"bootstrap/{name}": text for name, text in folder.items()})

    assert settings_of(tree).data == {"url": "https://a", KEY: "a"}
    assert (
        "kustomization bootstrap was taken to be applied by hand, as no Application renders it"
    ) in tree.assumptions


@pytest.mark.parametrize(
    ("name", "text"),
    [("values-argocd.yaml", VALUES), ("argocd/values.yaml", f"argo-cd: {{{VALUES.strip()}}}\n")],
)
def test_values_of_the_chart_that_no_application_names_count(
    tmp_path: Path, name: str, text: str
) -> None:
    tree = discover(tmp_path, {name: text})

    assert settings_of(tree).data == {KEY: "a"}
    assert (
        f"Argo CD was taken to be installed by hand with {name}, which no Application names"
    ) in tree.assumptions


@pytest.mark.parametrize(
    "text",
    ["configs: {cm: {level: debug}}\n", "configs: {cm: []}\n", "configs: 1\ncm: {url: a}\n", "- a"],
)
def test_values_of_other_charts_do_not(tmp_path: Path, text: str) -> None:
    tree = discover(tmp_path, {"values.yaml": text})

    assert find_settings(tree) is None


def test_a_patch_of_other_settings_of_argo_cd_is_none(tmp_path: Path) -> None:
    patch = SETTINGS.replace("argocd-cm", "argocd-cmd-params-cm")
    files = {"bootstrap/kustomization.yaml": REMOTE, "bootstrap/cm.yaml": patch}
    tree = discover(tmp_path, files)

    assert find_settings(tree) is None
    assert tree.not_checked == ()


@needs_kustomize
def test_such_values_let_kustomize_inflate_charts(tmp_path: Path) -> None:
    inflating = "helmCharts: [{name: a, repo: https://charts.example.org, version: 1.0.0}]\n"
    web = {"web/kustomization.yaml": f"resources: [c.yaml]\n{inflating}"}
    values = {"values.yaml": "configs: {cm: {kustomize.buildOptions: --enable-helm}}\n"}

    (without,) = discover(tmp_path, web).applications[0].not_checked
    (told,) = discover(tmp_path, {**web, **values}).applications[0].not_checked

    assert without.why.endswith("(spec.kustomizeBuildOptions) here says --enable-helm")
    assert told.why.startswith("it takes chart a 1.0.0 from the network: ")


def test_settings_of_notifications_in_a_file_count_as_applied_by_hand(tmp_path: Path) -> None:
    notifications = BARE.replace("argocd-cm", "argocd-notifications-cm")
    tree = discover(tmp_path, {"argocd/notifications.yaml": notifications})

    assert {each.name for each in tree.entry} == {"argocd-notifications-cm", "root"}
