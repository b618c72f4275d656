"""backend-port: requests are sent to a port that is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.references.selecting import select_pods
from argowave.rules.references._backends import backends_of
from argowave.rules.references._ports import container_ports, service_ports, show_ports
from argowave.rules.rule import Rule, at, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.resources import Resource
    from argowave.rules.references._backends import Backend
    from argowave.rules.scene import Scene


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each port that the Service, or the container behind it, lacks."""
    for backend in backends_of(scene.inventory):
        yield from _port(scene, backend)
    for service in scene.inventory.of_kind("", "Service"):
        yield from _targets(scene, service)


def _port(scene: Scene, backend: Backend) -> Iterator[Finding]:
    wanted = backend.source.at(*backend.path)
    service = scene.inventory.find(backend.service)
    if wanted is None or service is None or service.text("spec", "type") == "ExternalName":
        return
    of_ports = [port.get(each) for port in service_ports(service) for each in backend.fields]
    if wanted not in of_ports:
        message = f"{place(service)} has no port {wanted}; it has {show_ports(service)}"
        yield at(backend.source, backend.path, message)


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
