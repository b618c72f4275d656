"""Pods, and whatever makes pods → what they run with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from argowave.references.reference import Need, refer
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
    ("argoproj.io", "Rollout"): ("spec", "template", "spec"),
    ("keda.sh", "ScaledJob"): ("spec", "jobTargetRef", "template", "spec"),
}
CONTAINERS: Final = ("initContainers", "containers", "ephemeralContainers")
# field of a pod → (group, kind, relation)
_CLASSES: Final = (
    ("priorityClassName", "scheduling.k8s.io", "PriorityClass", "has the priority of"),
    ("runtimeClassName", "node.k8s.io", "RuntimeClass", "runs in"),
)
_FROM: Final = {"configMapRef": "ConfigMap", "secretRef": "Secret"}
KEY_FROM: Final = {"configMapKeyRef": "ConfigMap", "secretKeyRef": "Secret"}


def image_name(image: str) -> str:
    """Return the last part of an image's name, without tag and digest: web for a/web:v1."""
    return image.rpartition("/")[2].partition("@")[0].partition(":")[0]


def pods(inventory: Inventory) -> Iterator[tuple[Resource, Path]]:
    """Give every object that makes pods, and the path of the pod's spec in it."""
    for (group, kind), path in POD_SPECS.items():
        for resource in inventory.of_kind(group, kind):
            yield resource, path


def containers(resource: Resource, pod: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Give every container of a pod with its path, init containers first."""
    for field in CONTAINERS:
        for number, each in enumerate(resource.items(*pod, field)):
            if isinstance(each, dict):
                yield (*pod, field, number), each


def pod_references(inventory: Inventory) -> Iterator[Reference]:
    """Give what pods name besides their volumes: accounts, classes, and their environment."""
    for workload in inventory.of_kind("apps", "StatefulSet"):
        if name := workload.text("spec", "serviceName"):
            key = Key(workload.cluster, "", "Service", workload.namespace, name)
            # without it the pods run, and have no names in the cluster's DNS
            yield refer(
                workload,
                ("spec", "serviceName"),
                key,
                "has its pods named by",
                need=Need.NONE,
                weak=True,
            )
    for resource, pod in pods(inventory):
        yield from _of_pod(resource, pod)
        for path, container in containers(resource, pod):
            yield from _of_container(resource, path, container)


def _of_pod(resource: Resource, pod: Path) -> Iterator[Reference]:
    for field in ("serviceAccountName", "serviceAccount"):  # the second one is the older name
        if name := resource.text(*pod, field):
            yield _named(resource, (*pod, field), "ServiceAccount", name, "runs as")
            break
    for number, _ in enumerate(resource.items(*pod, "imagePullSecrets")):
        path = (*pod, "imagePullSecrets", number, "name")
        if name := resource.text(*path):
            # a pull without it is tried all the same, and some images need none
            key = Key(resource.cluster, "", "Secret", resource.namespace, name)
            yield refer(resource, path, key, "pulls with", need=Need.NONE, weak=True)
    for field, group, kind, relation in _CLASSES:
        if name := resource.text(*pod, field):
            key = Key(resource.cluster, group, kind, "", name)
            yield refer(resource, (*pod, field), key, relation)


def _of_container(resource: Resource, path: Path, container: dict[str, Any]) -> Iterator[Reference]:
    for number, entry in enumerate(_items(container, "envFrom")):
        for field, kind in _FROM.items():
            where = (*path, "envFrom", number, field)
            yield from _in_environment(resource, where, kind, entry.get(field))
    for number, entry in enumerate(_items(container, "env")):
        source = entry.get("valueFrom")
        for field, kind in KEY_FROM.items():
            where = (*path, "env", number, "valueFrom", field)
            found = source.get(field) if isinstance(source, dict) else None
            yield from _in_environment(resource, where, kind, found)


def _in_environment(
    resource: Resource, path: Path, kind: str, found: object
) -> Iterator[Reference]:
    name = found.get("name") if isinstance(found, dict) else None
    if isinstance(name, str) and name and isinstance(found, dict):
        optional = found.get("optional") is True
        yield _named(resource, (*path, "name"), kind, name, "reads", optional=optional)


def _items(container: dict[str, Any], field: str) -> list[dict[str, Any]]:
    """Return a list's entries; one of the wrong type counts as empty, so that numbers stay."""
    found = container.get(field)
    entries = found if isinstance(found, list) else []
    return [each if isinstance(each, dict) else {} for each in entries]


def _named(  # noqa: PLR0913 (a reference has that many parts)
    resource: Resource,
    path: Path,
    kind: str,
    name: str,
    relation: str,
    *,
    optional: bool = False,
) -> Reference:
    key = Key(resource.cluster, "", kind, resource.namespace, name)
    return refer(resource, path, key, relation, optional=optional)
