from __future__ import annotations

import pytest

from argowave.schema.popular_scopes import popular_scope


@pytest.mark.parametrize(
    ("group", "kind", "scope"),
    [
        ("cert-manager.io", "ClusterIssuer", "Cluster"),
        ("cert-manager.io", "Certificate", "Namespaced"),
        ("constraints.gatekeeper.sh", "AnyKindAtAll", "Cluster"),
        ("kyverno.io", "ClusterPolicy", "Cluster"),
        ("kyverno.io", "Policy", "Namespaced"),
        ("project.openshift.io", "Project", "Cluster"),
        ("route.openshift.io", "Route", "Namespaced"),
        ("console.openshift.io", "ConsoleLink", "Cluster"),
        ("kargo.akuity.io", "Project", "Cluster"),
        ("kargo.akuity.io", "Stage", "Namespaced"),
        ("tekton.dev", "ClusterTask", "Cluster"),
        ("tekton.dev", "Pipeline", "Namespaced"),
        ("example.com", "ClusterThing", None),
    ],
)
def test_the_scope_of_a_widely_used_kind_is_known(group: str, kind: str, scope: str | None) -> None:
    assert popular_scope(group, kind) == scope
