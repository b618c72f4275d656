"""backend-port: requests are sent to a port that is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.references.gateways import GROUP, ROUTES, backend_key, route_backends
from argowave.references.networking import backends
from argowave.references.selecting import select_pods
from argowave.resources.key import Key
from argowave.rules.references._ports import container_ports, service_ports, show_ports
from argowave.rules.rule import Rule, at, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.references.reference import Path
    from argowave.resources import Resource
    from argowave.rules.scene import Scene


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each port that the Service, or the container behind it, lacks."""
    for ingress in scene.inventory.of_kind("networking.k8s.io", "Ingress"):
        for path in backends(ingress):
            yield from _backend(scene, ingress, path)
    for route in scene.inventory.of_kind(GROUP, *ROUTES):
        for path in route_backends(route):
            key = backend_key(route, path)
            if key is not None and (key.group, key.kind) == ("", "Service"):
                yield from _port(scene, route, key, (*path, "port"), "port")
    for service in scene.inventory.of_kind("", "Service"):
        yield from _targets(scene, service)


def _backend(scene: Scene, ingress: Resource, path: Path) -> Iterator[Finding]:
    name = ingress.text(*path, "name")
    key = Key(ingress.cluster, "", "Service", ingress.namespace, name)
    for field, of_port in (("name", "name"), ("number", "port")):
        yield from _port(scene, ingress, key, (*path, "port", field), of_port)


def _port(scene: Scene, source: Resource, key: Key, path: Path, of_port: str) -> Iterator[Finding]:
    """Judge one port, which stands at a path of the source and in one field of Services' ports."""
    wanted, service = source.at(*path), scene.inventory.find(key)
    if wanted is None or service is None or service.text("spec", "type") == "ExternalName":
        return
    if not any(port.get(of_port) == wanted for port in service_ports(service)):
        message = f"{place(service)} has no port {wanted}; it has {show_ports(service)}"
        yield at(source, path, message)


def _targets(scene: Scene, service: Resource) -> Iterator[Finding]:
    """Judge the ports that a Service finds by name: some of the pods behind it has to have it."""
    selector = service.mapping("spec", "selector")
    if not selector:
        return  # its addresses are written by hand
    workloads = select_pods(scene.inventory, service, selector)
    if not workloads:
        return
    known = {name for each in workloads for name in container_ports(*each)}
    for number, port in enumerate(service_ports(service)):
        target = port.get("targetPort")
        if isinstance(target, str) and not target.isdigit() and target not in known:
            behind = " and ".join(place(workload) for workload, _ in workloads)
            has = f"there is {', '.join(sorted(known))}" if known else "none has a name"
            message = f"no container of {behind} has a port named {target}; {has}"
            yield at(service, ("spec", "ports", number, "targetPort"), message)


RULE = Rule(
    name="backend-port",
    summary="requests are sent to a port that the Service or its pods do not have",
    why=(
        "The ingress controller answers 503, or the Service has no endpoint for the port: nothing "
        "is refused when it is applied."
    ),
    mend="Name a port that is there; a port by name has to be spelt alike in all three places.",
    source="https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports",
    check=check,
)
