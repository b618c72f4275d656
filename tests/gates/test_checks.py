"""What the checks say of an object as it comes up, and what waves make of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from argowave.gates import Checks, Moment, application_gate, find_settings, installed_release
from argowave.gates.applications import Step
from argowave.gates.built_in import built_in_check
from argowave.health.status import HealthStatus
from gates.build import application, grow, one_of, resource_of

REPOSITORY = Path(__file__).parents[2]
HEALTHY = HealthStatus.HEALTHY


def said(checks: Checks, api_version: str, kind: str, spec: str = "{}") -> dict[str, str]:
    gate = checks.gate(one_of(api_version, kind, spec))
    return {
        moment.name: health.status.value if health is not None else "none"
        for moment, health in gate.says.items()
    }


def own_checks(folder: Path) -> Checks:
    """Return the checks of this repository's dev environment."""
    path = REPOSITORY / "environments/dev/rendered/infra/argocd/argocd-cm.yaml"
    files = {"root.yaml": application("root", path="apps"), "apps/cm.yaml": path.read_text()}
    return Checks(find_settings(grow(folder, files)))


def test_argo_cd_calls_a_managed_resource_without_status_healthy() -> None:
    assert said(Checks(None), "sqs.aws.upbound.io/v1beta1", "Queue") == {
        "UNSEEN": "Healthy",
        "EMPTY": "Progressing",
        "UNRESOLVED": "Degraded",
        "WAITING": "Progressing",
        "FAILED": "Degraded",
        "READY": "Healthy",
    }


def test_argo_cd_calls_a_provider_degraded_until_it_runs() -> None:
    assert said(Checks(None), "pkg.crossplane.io/v1", "Provider") == {
        "UNSEEN": "Progressing",
        "EMPTY": "Progressing",
        "INSTALLING": "Unknown",
        "WAITING": "Degraded",
        "FAILED": "Degraded",
        "READY": "Healthy",
    }


@pytest.mark.parametrize(
    ("api_version", "kind", "others"),
    [
        ("apiextensions.crossplane.io/v1", "CompositeResourceDefinition", set()),
        ("apiextensions.crossplane.io/v1alpha1", "ManagedResourceDefinition", {"WAITING"}),
        ("apiextensions.crossplane.io/v1alpha1", "ManagedResourceActivationPolicy", {"FAILED"}),
        ("apiextensions.crossplane.io/v1beta1", "Usage", set()),
        ("protection.crossplane.io/v1beta1", "ClusterUsage", set()),
    ],
)
def test_crossplane_s_own_kinds_are_never_degraded_as_they_have_no_synced(
    api_version: str, kind: str, others: set[str]
) -> None:
    assert said(Checks(None), api_version, kind) == {
        "UNSEEN": "Healthy",
        **dict.fromkeys(("EMPTY", *others), "Progressing"),
        "READY": "Healthy",
    }


def test_a_function_without_status_is_healthy_too() -> None:
    gate = Checks(None).gate(one_of("pkg.crossplane.io/v1", "Function"))

    assert gate.leaks == (Moment.UNSEEN,)
    assert not gate.certain


@pytest.mark.parametrize(
    ("api_version", "kind", "spec"),
    [
        ("apps/v1", "Deployment", "{}"),
        ("apps/v1", "StatefulSet", "{}"),
        ("apps/v1", "DaemonSet", "{}"),
        ("batch/v1", "Job", "{}"),
        ("v1", "Pod", "{}"),
        ("v1", "PersistentVolumeClaim", "{}"),
        ("networking.k8s.io/v1", "Ingress", "{}"),
        ("v1", "Service", "{type: LoadBalancer}"),
        ("autoscaling/v2", "HorizontalPodAutoscaler", "{}"),
        ("cert-manager.io/v1", "Certificate", "{}"),
        ("operator.victoriametrics.com/v1", "VMCluster", "{}"),
    ],
)
def test_kinds_with_a_check_hold_a_wave_until_they_are_ready(
    api_version: str, kind: str, spec: str
) -> None:
    gate = Checks(None).gate(one_of(api_version, kind, spec))

    assert gate.leaks == ()
    assert not gate.is_stuck


@pytest.mark.parametrize(
    ("api_version", "kind"),
    [
        ("v1", "ConfigMap"),
        ("v1", "Namespace"),
        ("rbac.authorization.k8s.io/v1", "Role"),
        ("aws.m.upbound.io/v1beta1", "ClusterProviderConfig"),
        ("apiextensions.k8s.io/v1", "CustomResourceDefinition"),
    ],
)
def test_what_is_ready_once_it_is_applied_needs_no_check(api_version: str, kind: str) -> None:
    assert Checks(None).gate(one_of(api_version, kind)).leaks == ()


def test_a_kind_that_nobody_knows_has_no_check_and_holds_nothing() -> None:
    gate = Checks(None).gate(one_of("example.org/v1", "XPipeline"))

    assert gate.check == "no health check"
    assert Moment.UNSEEN in gate.leaks
    assert Moment.WAITING in gate.leaks


def test_this_repositorys_checks_hold_waves_and_let_them_go(tmp_path: Path) -> None:
    checks = own_checks(tmp_path)
    for api_version, kind in (
        ("sqs.aws.upbound.io/v1beta1", "Queue"),
        ("dynamodb.aws.m.upbound.io/v1beta1", "Table"),
        ("pkg.crossplane.io/v1", "Provider"),
        ("apiextensions.crossplane.io/v1alpha1", "ManagedResourceActivationPolicy"),
    ):
        gate = checks.gate(one_of(api_version, kind))

        assert (gate.leaks, gate.fails, gate.errors, gate.is_stuck) == ((), (), {}, False), kind


def test_the_users_check_takes_the_place_of_argo_cds_own(tmp_path: Path) -> None:
    assert said(own_checks(tmp_path), "networking.k8s.io/v1", "Ingress") == {
        "UNSEEN": "Healthy",
        "WAITING": "Healthy",
        "READY": "Healthy",
    }


def test_this_repositorys_check_of_applications_is_strict(tmp_path: Path) -> None:
    gate = application_gate(own_checks(tmp_path), resource_of(application("child")).manifest)

    assert [step for step, health in gate.says.items() if health.status is HEALTHY] == [Step.READY]
    assert (gate.leaks, gate.errors, gate.is_stuck) == ((), {}, False)
    assert gate.passes_failure_on


def test_the_documented_check_lets_a_parent_go_on_between_the_waves_of_its_child(
    tmp_path: Path,
) -> None:
    lua = """
      hs = {status = "Progressing", message = ""}
      if obj.status ~= nil and obj.status.health ~= nil then
        hs.status = obj.status.health.status
      end
      return hs
"""
    settings = (
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: argocd-cm}\ndata:\n"
        f"  resource.customizations.health.argoproj.io_Application: |{lua}"
    )
    files = {"root.yaml": application("root", path="apps"), "apps/cm.yaml": settings}
    checks = Checks(find_settings(grow(tmp_path, files)))
    gate = application_gate(checks, resource_of(application("child")).manifest)

    assert gate.leaks == (Step.BETWEEN, Step.FAILED, Step.UNREADABLE)
    assert not gate.passes_failure_on


@pytest.mark.parametrize(
    ("release", "unseen"),
    [
        ((3, 3, 12), "Healthy"),
        ((3, 4, 8), "Healthy"),
        ((3, 4, 9), "Progressing"),
        ((3, 5, 2), "Healthy"),
        ((3, 5, 3), "Progressing"),
        ((3, 6, 0), "Progressing"),
        ((4, 0, 0), "Progressing"),
    ],
)
def test_later_releases_wait_for_the_status_of_a_managed_resource(
    release: tuple[int, int, int], unseen: str
) -> None:
    asked = Checks(None, release), "sqs.aws.upbound.io/v1beta1", "Queue"
    assert said(*asked) == {
        "UNSEEN": unseen,
        "EMPTY": "Progressing",
        "UNRESOLVED": "Degraded",
        "WAITING": "Progressing",
        "FAILED": "Degraded",
        "READY": "Healthy",
    }


def body(kind: str, *conditions: tuple[str, str, str], state: str = "") -> dict[str, Any]:
    listed = [{"type": one, "status": is_so, "reason": why} for one, is_so, why in conditions]
    made: dict[str, Any] = {"kind": kind, "status": {"conditions": listed}}
    return made | ({"spec": {"state": state}} if state else {})


@pytest.mark.parametrize(
    ("group", "given", "health"),
    [
        ("sqs.aws.upbound.io", body("Queue"), "Progressing"),
        ("aws.upbound.io", body("ProviderConfig"), "Healthy"),
        ("aws.upbound.io", body("ImageConfig"), "Progressing"),
        ("pkg.crossplane.io", body("ImageConfig"), "Healthy"),
        ("pkg.crossplane.io", body("Function", ("Healthy", "True", "")), "Healthy"),
        ("sqs.aws.upbound.io", body("Queue", ("Healthy", "True", "")), "Progressing"),
        (
            "sqs.aws.upbound.io",
            body("Queue", ("Ready", "True", ""), ("Synced", "False", "")),
            "Degraded",
        ),
        (
            "apiextensions.crossplane.io",
            body("ManagedResourceDefinition", ("Established", "False", "InactiveManagedResource")),
            "Healthy",
        ),
        (
            "apiextensions.crossplane.io",
            body(
                "ManagedResourceDefinition",
                ("Established", "False", "InactiveManagedResource"),
                state="Active",
            ),
            "Progressing",
        ),
        ("pkg.crossplane.io", body("Provider"), "Progressing"),
        ("pkg.crossplane.io", body("Provider", ("Installed", "False", "")), "Degraded"),
        (
            "pkg.crossplane.io",
            body("Provider", ("Installed", "True", ""), ("Healthy", "True", "")),
            "Healthy",
        ),
    ],
)
def test_crossplanes_kinds_have_the_health_of_later_releases(
    group: str, given: dict[str, Any], health: str
) -> None:
    check = built_in_check(group, given["kind"], waits=True)

    assert check is not None
    assert check(given).status == health


@pytest.mark.parametrize(
    ("files", "release"),
    [
        (
            {"apps/kustomization.yaml": "resources: [{url}/v3.5.1/manifests/install.yaml]"},
            (3, 5, 1),
        ),
        ({"apps/kustomization.yaml": "resources: [{url}//manifests?ref=v3.5.7]"}, (3, 5, 7)),
        ({"apps/kustomization.yaml": "resources: [{url}/stable/manifests/install.yaml]"}, None),
        ({"apps/a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"}, None),
    ],
)
def test_the_release_is_the_one_that_the_tree_installs(
    files: dict[str, str], release: tuple[int, int, int] | None, tmp_path: Path
) -> None:
    url = "https://raw.githubusercontent.com/argoproj/argo-cd"
    stated = {name: text.replace("{url}", url) for name, text in files.items()}
    tree = grow(tmp_path, {"root.yaml": application("root", path="apps"), **stated})

    assert installed_release(tree) == release
