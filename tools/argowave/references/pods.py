"""Pods, and whatever makes pods → what they run with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.references.reference import refer
from argowave.resources.key import Key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Path, Reference
    from argowave.resources import Inventory, Resource

# (group, kind) → where the pod's spec is
POD_SPECS: Final[dict[tuple[str, str], Path]] = {
    ("", "Pod"): ("spec",),
    ("", "ReplicationController"): ("spec", "template", "spec"),
    ("apps", "Deployment"): ("spec", "template", "spec"),
    ("apps", "StatefulSet"): ("spec", "template", "spec"),
    ("apps", "DaemonSet"): ("spec", "template", "spec"),
    ("apps", "ReplicaSet"): ("spec", "template", "spec"),
    ("batch", "Job"): ("spec", "template", "spec"),
    ("batch", "CronJob"): ("spec", "jobTemplate", "spec", "template", "spec"),
}


def pods(inventory: Inventory) -> Iterator[tuple[Resource, Path]]:
    """Give every object that makes pods, and the path of the pod's spec in it."""
    for (group, kind), path in POD_SPECS.items():
        for resource in inventory.of_kind(group, kind):
            yield resource, path


def pod_references(inventory: Inventory) -> Iterator[Reference]:
    """Give what pods name: so far their service account."""
    for resource, path in pods(inventory):
        name = resource.text(*path, "serviceAccountName")
        if name:
            key = Key(resource.cluster, "", "ServiceAccount", resource.namespace, name)
            yield refer(resource, (*path, "serviceAccountName"), key, "runs as")
