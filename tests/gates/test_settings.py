from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.gates import find_settings
from gates.build import application, grow

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: argocd-cm}\ndata: {a: base, b: base}\n"
PATCH = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: argocd-cm}\ndata: {b: patch, c: null}\n"
CHART = """apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: argo-cd, namespace: argocd}
spec:
  source:
    repoURL: https://argoproj.github.io/argo-helm
    chart: argo-cd
    targetRevision: 10.1.1
    helm:
      values: |
        configs:
          cm:
            a: text
            b: true
            c: [1]
"""


OPERATOR = """apiVersion: argoproj.io/v1beta1
kind: ArgoCD
metadata: {name: gitops, namespace: gitops}
spec:
  kustomizeBuildOptions: --enable-helm
  applicationInstanceLabelKey: team.example.com/application
  resourceTrackingMethod: annotation
  resourceInclusions: "- {apiGroups: ['*']}"
  resourceHealthChecks:
    - {group: argoproj.io, kind: Application, check: return one}
    - {kind: Service, check: return two}
  extraConfig: {b: extra}
"""


def test_an_argo_cd_of_the_operator_states_them_in_its_own_fields(tmp_path: Path) -> None:
    files = {"root.yaml": application("root", path="apps"), "apps/argocd.yaml": OPERATOR}
    settings = find_settings(grow(tmp_path, files))

    assert settings is not None
    assert settings.data == {
        "application.instanceLabelKey": "team.example.com/application",
        "kustomize.buildOptions": "--enable-helm",
        "resource.inclusions": "- {apiGroups: ['*']}",
        "application.resourceTrackingMethod": "annotation",
        "resource.customizations.health.argoproj.io_Application": "return one",
        "resource.customizations.health.Service": "return two",
        "b": "extra",
    }
    assert settings.is_patch
    assert settings.last.line_of("b") == 9


def test_a_tree_without_them_has_none(tmp_path: Path) -> None:
    files = {"root.yaml": application("root", path="apps"), "apps/other.yaml": "kind: X\n"}

    assert find_settings(grow(tmp_path, files)) is None


def test_a_whole_config_map_gives_its_data(tmp_path: Path) -> None:
    files = {"root.yaml": application("root", path="apps"), "apps/argocd-cm.yaml": CONFIG}
    settings = find_settings(grow(tmp_path, files))

    assert settings is not None
    assert settings.data == {"a": "base", "b": "base"}
    assert settings.last.document.source == "apps/argocd-cm.yaml"


def test_a_patch_of_a_kustomization_lies_over_what_is_applied(tmp_path: Path) -> None:
    files = {
        "root.yaml": application("root", path="apps"),
        "apps/argocd.yaml": application("argocd"),
        "apps/argocd-cm.yaml": CONFIG,
        "argocd/kustomization.yaml": "resources: [https://example.com/install.yaml]\n",
        "argocd/argocd-cm.yaml": PATCH,
    }
    settings = find_settings(grow(tmp_path, files))

    assert settings is not None
    assert settings.data == {"a": "base", "b": "patch"}
    assert settings.last.document.source == "argocd/argocd-cm.yaml"


def test_the_values_of_a_chart_that_is_not_at_hand_are_read_as_its_template_would(
    tmp_path: Path,
) -> None:
    files = {"root.yaml": application("root", path="apps"), "apps/argo-cd.yaml": CHART}
    settings = find_settings(grow(tmp_path, files))

    assert settings is not None
    assert settings.data == {"a": "text", "b": "true", "c": "- 1\n"}
    assert settings.last.path == ("spec", "source", "helm", "values")


def test_a_chart_around_it_may_be_told_the_same_values(tmp_path: Path) -> None:
    chart = """apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: platform, namespace: argocd}
spec:
  source:
    repoURL: https://charts.example.com
    chart: platform
    targetRevision: 1.0.0
    helm:
      valuesObject: {argo-cd: {configs: {cm: {a: inline}}}, configs: {cm: {b: not its own}}}
"""
    files = {"root.yaml": application("root", path="apps"), "apps/platform.yaml": chart}
    settings = find_settings(grow(tmp_path, files))

    assert settings is not None
    assert settings.data == {"a": "inline"}
    place = ("spec", "source", "helm", "valuesObject", "argo-cd", "configs", "cm")
    assert settings.last.path == place


def test_value_files_of_a_chart_that_is_not_at_hand_lie_under_its_own_values(
    tmp_path: Path,
) -> None:
    chart = """apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: argo-cd, namespace: argocd}
spec:
  sources:
    - {repoURL: %s, ref: values}
    - repoURL: https://argoproj.github.io/argo-helm
      chart: argo-cd
      targetRevision: 10.1.1
      helm:
        valueFiles: [$values/argocd/values.yaml]
        valuesObject: {configs: {cm: {b: inline}}}
"""
    root = application("root", path="apps")
    url = next(word for word in root.split() if word.startswith("https://")).strip(",")
    files = {
        "root.yaml": root,
        "apps/argocd.yaml": chart % url,
        "argocd/values.yaml": "configs:\n  cm:\n    a: file\n    b: file\n",
    }
    settings = find_settings(grow(tmp_path, files))

    assert settings is not None
    assert settings.data == {"a": "file", "b": "inline"}


def test_the_values_of_a_chart_around_argo_cds_are_read(tmp_path: Path) -> None:
    files = {
        "root.yaml": application("root", path="apps"),
        "apps/argocd.yaml": application("argocd"),
        "argocd/Chart.yaml": "apiVersion: v2\nname: argocd\nversion: 1.0.0\ndependencies:\n"
        "  - {name: argo-cd, version: 10.1.1, repository: https://argoproj.github.io/argo-helm}\n",
        "argocd/values.yaml": "argo-cd:\n  configs:\n    cm:\n      a: around\n",
    }
    settings = find_settings(grow(tmp_path, files))

    assert settings is not None
    assert settings.data == {"a": "around"}
    assert settings.last.document.source == "argocd/values.yaml"
    assert settings.last.path == ("argo-cd", "configs", "cm")
