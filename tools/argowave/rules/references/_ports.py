"""Ports: what a Service has, and what the containers behind it have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from argowave.references.pods import POD_SPECS, containers, pods

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Path
    from argowave.resources import Inventory, Resource


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
        selector: {label: value}, all of which must be there.
    """
    return [
        (workload, pod)
        for workload, pod in pods(inventory)
        if (workload.cluster, workload.namespace) == (resource.cluster, resource.namespace)
        and selector.items() <= pod_labels(workload, pod).items()
    ]


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
