"""Pods that the cluster brings along, or that another repository makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from argowave.references.pods import pods
from argowave.references.selecting import pod_labels, select_pods
from argowave.resources.key import Key
from argowave.words.nearest import nearest

if TYPE_CHECKING:
    from argowave.resources import Inventory, Resource

_SYSTEM: Final = "kube-system"
# labels of the add-ons of a cluster, and of what kubeadm runs as static pods
_ADD_ON: Final = "k8s-app"
_PARTS: Final = frozenset(("etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"))
_PART: Final = "component"
_SLIP: Final = 0.75  # of 1: so like a label of the tree that it may be meant


def is_of_the_cluster(inventory: Inventory, resource: Resource, labels: dict[str, Any]) -> bool:
    """Tell whether labels are those of what runs in kube-system of every cluster, or of many.

    Such as the Services for CoreDNS and the scheduler that kube-prometheus-stack makes.
    """
    if resource.namespace != _SYSTEM:
        return False
    part = labels.get(_PART)
    if isinstance(part, str) and part in _PARTS:
        return True
    wanted = labels.get(_ADD_ON)
    return isinstance(wanted, str) and not nearest(wanted, _add_ons(inventory, resource), _SLIP)


def is_left_to_others(inventory: Inventory, resource: Resource, labels: dict[str, Any]) -> bool:
    """Tell whether a namespace is none that the tree makes, or makes pods in.

    Where it makes such pods in another namespace, that one is meant.
    """
    place, application = resource.namespace, resource.application
    key = Key(resource.cluster, "", "Namespace", "", place)
    if (
        not place
        or (application is not None and application.namespace == place)
        or (resource.cluster, place) in inventory.created
        or inventory.find(key) is not None
        or select_pods(inventory, resource, {})
    ):
        return False
    return not any(
        workload.cluster == resource.cluster and labels.items() <= pod_labels(workload, pod).items()
        for workload, pod in pods(inventory)
    )


def _add_ons(inventory: Inventory, resource: Resource) -> set[str]:
    """Return the add-ons that the tree itself applies to a cluster."""
    found = (
        pod_labels(workload, pod).get(_ADD_ON)
        for workload, pod in pods(inventory)
        if (workload.cluster, workload.namespace) == (resource.cluster, _SYSTEM)
    )
    return {each for each in found if isinstance(each, str)}
