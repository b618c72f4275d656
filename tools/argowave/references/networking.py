"""Ingresses, EndpointSlices and routes → Services, classes and certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.references.reference import Need, refer
from argowave.resources.key import Key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Path, Reference
    from argowave.resources import Inventory, Resource

SERVICE_NAME: Final = "kubernetes.io/service-name"
_NETWORKING: Final = "networking.k8s.io"
_GATEWAY: Final = "gateway.networking.k8s.io"
_ROUTES: Final = ("HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute", "UDPRoute")


def network_references(inventory: Inventory) -> Iterator[Reference]:
    """Give what traffic is sent to, and with which class and certificate."""
    for ingress in inventory.of_kind(_NETWORKING, "Ingress"):
        yield from _of_ingress(ingress)
    for slice_ in inventory.of_kind("discovery.k8s.io", "EndpointSlice"):
        name = slice_.labels.get(SERVICE_NAME)
        if isinstance(name, str) and name:
            path = ("metadata", "labels", SERVICE_NAME)
            yield refer(slice_, path, _service(slice_, name), "holds the addresses of")
    for route in inventory.of_kind(_GATEWAY, *_ROUTES):
        yield from _of_route(route)
    for gateway in inventory.of_kind(_GATEWAY, "Gateway"):
        if name := gateway.text("spec", "gatewayClassName"):
            key = Key(gateway.cluster, _GATEWAY, "GatewayClass", "", name)
            yield refer(gateway, ("spec", "gatewayClassName"), key, "is of")


def backends(ingress: Resource) -> Iterator[Path]:
    """Give the path of every backend of an Ingress that is a Service."""
    if ingress.mapping("spec", "defaultBackend", "service"):
        yield ("spec", "defaultBackend", "service")
    for number, _ in enumerate(ingress.items("spec", "rules")):
        rule: Path = ("spec", "rules", number, "http", "paths")
        for index, _ in enumerate(ingress.items(*rule)):
            if ingress.mapping(*rule, index, "backend", "service"):
                yield (*rule, index, "backend", "service")


def _of_ingress(ingress: Resource) -> Iterator[Reference]:
    for path in backends(ingress):
        if name := ingress.text(*path, "name"):
            yield refer(ingress, (*path, "name"), _service(ingress, name), "sends requests to")
    if name := ingress.text("spec", "ingressClassName"):
        key = Key(ingress.cluster, _NETWORKING, "IngressClass", "", name)
        yield refer(ingress, ("spec", "ingressClassName"), key, "is of", need=Need.NONE)
    for number, _ in enumerate(ingress.items("spec", "tls")):
        path = ("spec", "tls", number, "secretName")
        if name := ingress.text(*path):
            key = Key(ingress.cluster, "", "Secret", ingress.namespace, name)
            yield refer(ingress, path, key, "has the certificate of", need=Need.NONE)


def _of_route(route: Resource) -> Iterator[Reference]:
    for number, _ in enumerate(route.items("spec", "parentRefs")):
        path: Path = ("spec", "parentRefs", number)
        kind = route.text(*path, "kind") or "Gateway"
        if name := route.text(*path, "name"):
            group = route.text(*path, "group") if kind != "Gateway" else _GATEWAY
            namespace = route.text(*path, "namespace") or route.namespace
            key = Key(route.cluster, group, kind, namespace, name)
            yield refer(route, (*path, "name"), key, "is attached to", need=Need.NONE)
    for number, _ in enumerate(route.items("spec", "rules")):
        rule: Path = ("spec", "rules", number, "backendRefs")
        for index, _ in enumerate(route.items(*rule)):
            yield from _of_backend(route, (*rule, index))


def _of_backend(route: Resource, path: Path) -> Iterator[Reference]:
    name, kind = route.text(*path, "name"), route.text(*path, "kind") or "Service"
    if name:
        namespace = route.text(*path, "namespace") or route.namespace
        key = Key(route.cluster, route.text(*path, "group"), kind, namespace, name)
        yield refer(route, (*path, "name"), key, "sends requests to")


def _service(resource: Resource, name: str) -> Key:
    return Key(resource.cluster, "", "Service", resource.namespace, name)
