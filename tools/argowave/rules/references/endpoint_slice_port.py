"""endpoint-slice-port: an EndpointSlice and its Service name their ports differently."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.references.networking import SERVICE_NAME
from argowave.resources.key import Key
from argowave.rules.references._ports import service_ports, show_ports
from argowave.rules.rule import Rule, at, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.resources import Resource
    from argowave.rules.scene import Scene


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each port of a slice that its Service does not have."""
    for slice_ in scene.inventory.of_kind("discovery.k8s.io", "EndpointSlice"):
        name = slice_.labels.get(SERVICE_NAME)
        if isinstance(name, str):
            key = Key(slice_.cluster, "", "Service", slice_.namespace, name)
            service = scene.inventory.find(key)
            if service is not None:
                yield from _ports(slice_, service)


def _ports(slice_: Resource, service: Resource) -> Iterator[Finding]:
    names = [str(port.get("name") or "") for port in service_ports(service)]
    for number, port in enumerate(slice_.items("ports")):
        name = str(port.get("name") or "") if isinstance(port, dict) else ""
        if name not in names:
            said = f"the port {name}" if name else "a port without a name"
            message = (
                f"{place(service)} has no such port: the slice has {said}, the Service has"
                f" {show_ports(service)}; traffic is matched by the name"
            )
            path = ("ports", number, "name") if name else ("ports", number)
            yield at(slice_, path, message)


RULE = Rule(
    name="endpoint-slice-port",
    summary="an EndpointSlice and its Service name their ports differently",
    why="Ports are matched by name, so the Service has no endpoint and refuses connections.",
    mend="Give both the same name; a Service with one port may leave the name out in both.",
    source="https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/",
    check=check,
)
