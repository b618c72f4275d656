"""Ports: what a Service has, and what the containers behind it have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from argowave.references.pods import containers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Path
    from argowave.resources import Resource


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


def container_ports(workload: Resource, pod: Path) -> Iterator[str]:
    """Give the names of the ports of all containers of a workload's pods."""
    for _, container in containers(workload, pod):
        yield from port_names(container)


def port_names(container: dict[str, Any]) -> Iterator[str]:
    """Give the names of the ports of a container."""
    ports = container.get("ports")
    for port in ports if isinstance(ports, list) else ():
        if isinstance(port, dict) and isinstance(port.get("name"), str):
            yield port["name"]
