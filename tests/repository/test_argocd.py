"""infra/argocd/: the settings that Argo CD runs with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from argowave.yamlio import Document, read_documents

if TYPE_CHECKING:
    from collections.abc import Callable

    Render = Callable[[str, str], dict[str, dict[str, Any]]]

ENVIRONMENTS = ["dev", "staging", "prod"]
SCOPES = ["Cluster", "Namespaced"]
# resource.exclusions of argocd-cm as Argo CD v3.5.1 publishes it, but for Endpoints and
# EndpointSlice: manifests/base/config/argocd-cm.yaml.
PUBLISHED_EXCLUSIONS = {
    ("coordination.k8s.io", "Lease"),
    *(
        (group, kind)
        for group in ("authentication.k8s.io", "authorization.k8s.io")
        for kind in (
            "SelfSubjectReview",
            "TokenReview",
            "LocalSubjectAccessReview",
            "SelfSubjectAccessReview",
            "SelfSubjectRulesReview",
            "SubjectAccessReview",
        )
    ),
    ("certificates.k8s.io", "CertificateSigningRequest"),
    ("cert-manager.io", "CertificateRequest"),
    ("cilium.io", "CiliumIdentity"),
    ("cilium.io", "CiliumEndpoint"),
    ("cilium.io", "CiliumEndpointSlice"),
    *(
        (group, kind)
        for group in ("kyverno.io", "reports.kyverno.io", "wgpolicyk8s.io")
        for kind in (
            "PolicyReport",
            "ClusterPolicyReport",
            "EphemeralReport",
            "ClusterEphemeralReport",
            "AdmissionReport",
            "ClusterAdmissionReport",
            "BackgroundScanReport",
            "ClusterBackgroundScanReport",
            "UpdateRequest",
        )
    ),
}


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_argo_cd_sees_endpoint_slices_and_keeps_every_other_published_exclusion(
    render: Render, environment: str
) -> None:
    excluded = exclusions(render(environment, "Cluster"))

    assert ("discovery.k8s.io", "EndpointSlice") not in excluded
    assert ("", "Endpoints") in excluded
    assert excluded >= PUBLISHED_EXCLUSIONS
    assert ("aws.upbound.io", "ProviderConfigUsage") in excluded
    assert ("aws.m.upbound.io", "ProviderConfigUsage") in excluded


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_no_kind_of_this_repository_is_excluded(
    render: Render, environment: str, scope: str
) -> None:
    files = render(environment, scope)

    used = {
        (group(body), body["kind"]) for path, body in files.items() if path.startswith("infra/")
    }
    assert used & exclusions(files) == set()


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_every_health_check_stands_in_argo_cds_settings_word_for_word(
    render: Render, health_scripts: dict[str, str], environment: str
) -> None:
    data = render(environment, "Cluster")["infra/argocd/argocd-cm.yaml"]["data"]
    wanted = {
        "resource.customizations.health.argoproj.io_Application": "application",
        "resource.customizations.health.pkg.crossplane.io_Provider": "provider",
    }
    if environment == "dev":
        wanted["resource.customizations.health.networking.k8s.io_Ingress"] = "ingress"
        wanted["resource.customizations.health.Service"] = "service"

    checks = {key: value for key, value in data.items() if ".health." in key}
    assert checks == {key: health_scripts[name] for key, name in wanted.items()}


def test_wildcard_health_checks_open_the_libraries_that_they_need(
    render: Render, health_scripts: dict[str, str]
) -> None:
    data = render("dev", "Cluster")["infra/argocd/argocd-cm.yaml"]["data"]

    customizations = parse(data["resource.customizations"])
    assert customizations == {
        "*.crossplane.io/*": {"health.lua": health_scripts["crossplane"]},
        "*.upbound.io/*": {
            "health.lua.useOpenLibs": True,
            "health.lua": health_scripts["managed-resource"],
        },
    }


def test_argo_cd_tracks_by_annotation(render: Render) -> None:
    data = render("dev", "Cluster")["infra/argocd/argocd-cm.yaml"]["data"]

    assert data["application.resourceTrackingMethod"] == "annotation"


def test_argo_cd_is_installed_at_the_pinned_tag(render: Render) -> None:
    kustomization = render("dev", "Cluster")["infra/argocd/kustomization.yaml"]

    assert kustomization["resources"] == [
        "namespace.yaml",
        "https://raw.githubusercontent.com/argoproj/argo-cd/v3.5.1/manifests/install.yaml",
    ]


def exclusions(files: dict[str, Any]) -> set[tuple[str, str]]:
    entries = parse(files["infra/argocd/argocd-cm.yaml"]["data"]["resource.exclusions"])
    return {
        (group, kind)
        for entry in entries
        for group in entry["apiGroups"]
        for kind in entry["kinds"]
    }


def parse(text: str) -> Any:  # noqa: ANN401 (any JSON value)
    [document] = read_documents(text.encode(), "argocd-cm")
    assert isinstance(document, Document)
    return document.body


def group(body: dict[str, Any]) -> str:
    head, slash, _ = body["apiVersion"].partition("/")
    return head if slash else ""


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_the_clients_rate_replaces_the_published_reference_instead_of_standing_beside_it(
    render: Render, environment: str
) -> None:
    patch = render(environment, "Cluster")["infra/argocd/application-controller.yaml"]

    [container] = patch["spec"]["template"]["spec"]["containers"]
    # v3.5.1's install.yaml reads it from argocd-cmd-params-cm; null takes that out of the merge.
    assert container["env"] == [
        {"name": "ARGOCD_K8S_CLIENT_QPS", "value": "300", "valueFrom": None}
    ]
