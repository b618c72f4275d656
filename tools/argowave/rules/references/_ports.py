"""Ports: what a Service has, and what the containers behind it have."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from argowave.references.pods import POD_SPECS, containers, pods

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Path
    from argowave.resources import Inventory, Resource

    Label = tuple[str, str, str, str]


def service_ports(service: Resource) -> list[dict[str, Any]]:
    """Return the ports of a Service that are mappings, in order."""
    return [each for each in service.items("spec", "ports") if isinstance(each, dict)]


def show_ports(service: Resource) -> str:
    """Return a Service's ports in words: http (80), 443."""
    words = []
    for port in service_ports(service):
        name, number = port.get("name"), port.get("port")
        words.append(f"{name} ({number})" if name else str(number))
    return ", ".join(words) or "none"


def selected(
    inventory: Inventory, resource: Resource, selector: dict[str, Any]
) -> list[tuple[Resource, Path]]:
    """Return what makes the pods that a selector of labels selects, with their pods' path.

    Args:
        inventory: of the tree.
        resource: the object that selects; pods are in its namespace.
        selector: {label: value}, all of which must be there; without any it selects nothing.
    """
    place = (resource.cluster, resource.namespace)
    labelled = _labelled(inventory)
    # those with the rarest of the labels; the others are compared one by one
    candidates = [labelled.get((*place, *_text(each)), []) for each in selector.items()]
    few = min(candidates, key=len, default=[])
    return [each for each in few if selector.items() <= pod_labels(*each).items()]


@lru_cache(maxsize=8)
def _labelled(inventory: Inventory) -> dict[Label, list[tuple[Resource, Path]]]:
    """Return what makes pods by (cluster, namespace, label, value)."""
    found: dict[Label, list[tuple[Resource, Path]]] = {}
    for workload, pod in pods(inventory):
        for each in pod_labels(workload, pod).items():
            label = (workload.cluster, workload.namespace, *_text(each))
            found.setdefault(label, []).append((workload, pod))
    return found


def _text(label: tuple[str, Any]) -> tuple[str, str]:
    return str(label[0]), str(label[1])


def pod_labels(workload: Resource, pod: Path) -> dict[str, Any]:
    """Return the labels of the pods that a workload makes."""
    return workload.mapping(*pod[:-1], "metadata", "labels")


def container_ports(workload: Resource, pod: Path) -> Iterator[str]:
    """Give the names of the ports of all containers of a workload's pods."""
    for _, container in containers(workload, pod):
        ports = container.get("ports")
        for port in ports if isinstance(ports, list) else ():
            if isinstance(port, dict) and isinstance(port.get("name"), str):
                yield port["name"]


def makes_pods(resource: Resource) -> bool:
    """Tell whether an object is a pod or makes pods."""
    return (resource.group, resource.kind) in POD_SPECS
