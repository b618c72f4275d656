"""What nobody in the tree applies and is, or may be, there all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from argowave.references.elsewhere import elsewhere
from argowave.resources import IN_CLUSTER, Key
from references.graphs import scene_with

if TYPE_CHECKING:
    from pathlib import Path

PROVIDED = "whoever runs the cluster provides it"
CASES = {
    "/Namespace//default": "every cluster has it",
    "/Namespace//argocd": "Argo CD runs in it",
    "/Namespace//case": "Application/case creates it (CreateNamespace=true)",
    "/ServiceAccount/any/default": "every cluster has it",
    "/ConfigMap/any/kube-root-ca.crt": "every cluster has it",
    "rbac.authorization.k8s.io/ClusterRole//view": "every cluster has it",
    "rbac.authorization.k8s.io/ClusterRole//system:auth-delegator": "every cluster has it",
    "scheduling.k8s.io/PriorityClass//system-node-critical": "every cluster has it",
    "/Secret/argocd/argocd-redis": "Argo CD makes it",
}
UNSURE = {
    "storage.k8s.io/StorageClass//fast": PROVIDED,
    "node.k8s.io/RuntimeClass//gvisor": PROVIDED,
    "/Service/kube-system/kube-dns": PROVIDED,
    "networking.k8s.io/IngressClass//nginx": ("a controller that is not in the tree may bring it"),
}
NOWHERE = (
    "/ConfigMap/case/settings",
    "/Namespace//other",
    "/ServiceAccount/case/default-of-mine",
    "rbac.authorization.k8s.io/Role/case/view",
)
SOMETHING = """
apiVersion: v1
kind: ConfigMap
metadata: {name: something}
"""
UNSEEN = """
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: team, namespace: argocd}
spec:
  sourceRepos: ["*"]
  destinations: [{server: https://kubernetes.default.svc, namespace: team}]
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: chart, namespace: argocd}
spec:
  project: team
  source: {repoURL: https://charts.example.com, chart: web, targetRevision: 1.0.0}
  destination: {server: https://kubernetes.default.svc, namespace: team}
"""


def key(text: str, cluster: str = IN_CLUSTER) -> Key:
    """Return the key that GROUP/KIND/NAMESPACE/NAME means."""
    group, kind, namespace, name = text.split("/")
    return Key(cluster, group, kind, namespace, name)


@pytest.mark.parametrize(("text", "reason"), CASES.items(), ids=CASES)
def test_what_is_there_without_anybody_applying_it(text: str, reason: str, tmp_path: Path) -> None:
    found = elsewhere(scene_with(SOMETHING, tmp_path).inventory, key(text))

    assert found is not None
    assert (found.reason, found.certain) == (reason, True)


@pytest.mark.parametrize(("text", "reason"), UNSURE.items(), ids=UNSURE)
def test_what_may_be_there(text: str, reason: str, tmp_path: Path) -> None:
    found = elsewhere(scene_with(SOMETHING, tmp_path).inventory, key(text))

    assert found is not None
    assert (found.reason, found.certain) == (reason, False)


@pytest.mark.parametrize("text", NOWHERE)
def test_what_nothing_speaks_for(text: str, tmp_path: Path) -> None:
    assert elsewhere(scene_with(SOMETHING, tmp_path).inventory, key(text)) is None


def test_a_class_of_a_tree_that_brings_classes_is_its_own(tmp_path: Path) -> None:
    manifests = """
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {name: nginx}
"""
    inventory = scene_with(manifests, tmp_path).inventory

    assert elsewhere(inventory, key("networking.k8s.io/IngressClass//ngnix")) is None


def test_a_source_that_was_not_looked_into_may_hold_what_its_project_permits(
    tmp_path: Path,
) -> None:
    inventory = scene_with(UNSEEN, tmp_path).inventory
    found = elsewhere(inventory, key("/Service/team/web"))

    assert found is not None
    assert not found.certain
    assert found.reason == "chart web 1.0.0 of Application/chart was not looked into"


def test_a_source_cannot_hold_what_its_project_forbids(tmp_path: Path) -> None:
    assert elsewhere(scene_with(UNSEEN, tmp_path).inventory, key("/PersistentVolume//data")) is None


def test_a_namespace_that_nothing_here_goes_to_is_filled_by_somebody_else(tmp_path: Path) -> None:
    found = elsewhere(scene_with(UNSEEN, tmp_path).inventory, key("/Service/other/web"))

    assert found is not None
    assert not found.certain
    assert found.reason == "nothing here is applied to namespace other, so somebody else fills it"


def test_a_source_cannot_hold_what_is_in_another_cluster(tmp_path: Path) -> None:
    inventory = scene_with(UNSEEN, tmp_path).inventory
    far = key("/Service/team/web", "https://far.example.com")

    assert elsewhere(inventory, far) is None
