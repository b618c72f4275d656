"""Gateways and their routes → classes, certificates, Gateways and Services."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.references.named import places
from argowave.references.reference import Need, refer
from argowave.resources.key import Key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Path, Reference
    from argowave.resources import Inventory, Resource

GROUP: Final = "gateway.networking.k8s.io"
ROUTES: Final = ("HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute", "UDPRoute")


def gateway_references(inventory: Inventory) -> Iterator[Reference]:
    """Give what Gateways and routes name.

    Defaults of groups, kinds and namespaces are those of the Gateway API's ParentReference,
    BackendObjectReference and SecretObjectReference.
    """
    for gateway in inventory.of_kind(GROUP, "Gateway"):
        yield from _of_gateway(gateway)
    for route in inventory.of_kind(GROUP, *ROUTES):
        for number, _ in enumerate(route.items("spec", "parentRefs")):
            yield from _parent(route, ("spec", "parentRefs", number))
        for path in route_backends(route):
            yield from _backend(route, path)


def route_backends(route: Resource) -> Iterator[Path]:
    """Give the path of everything that a route sends requests to, or copies of them."""
    for number, _ in enumerate(route.items("spec", "rules")):
        rule: Path = ("spec", "rules", number)
        for index, _ in enumerate(route.items(*rule, "backendRefs")):
            yield (*rule, "backendRefs", index)
        for index, _ in enumerate(route.items(*rule, "filters")):
            if route.mapping(*rule, "filters", index, "requestMirror", "backendRef"):
                yield (*rule, "filters", index, "requestMirror", "backendRef")


def backend_key(route: Resource, path: Path) -> Key | None:
    """Return the object behind a backend of a route, None where it has no name."""
    name = route.text(*path, "name")
    if not name:
        return None
    kind = route.text(*path, "kind") or "Service"
    place = route.text(*path, "namespace") or route.namespace
    return Key(route.cluster, route.text(*path, "group"), kind, place, name)


def certificate_keys(gateway: Resource) -> Iterator[tuple[Path, Key]]:
    """Give the path and the Secret of each certificate of a Gateway."""
    for path in places(gateway, "spec.listeners[].tls.certificateRefs[]"):
        name = gateway.text(*path, "name")
        if name and (gateway.text(*path, "kind") or "Secret") == "Secret":
            place = gateway.text(*path, "namespace") or gateway.namespace
            yield path, Key(gateway.cluster, "", "Secret", place, name)


def parent_key(route: Resource, path: Path) -> Key | None:
    """Return what a route is attached to by the reference at a path, None where it has no name."""
    name, kind = route.text(*path, "name"), route.text(*path, "kind") or "Gateway"
    if not name:
        return None
    group = route.at(*path, "group")
    place = route.text(*path, "namespace") or route.namespace
    return Key(route.cluster, group if isinstance(group, str) else GROUP, kind, place, name)


def _of_gateway(gateway: Resource) -> Iterator[Reference]:
    if name := gateway.text("spec", "gatewayClassName"):
        key = Key(gateway.cluster, GROUP, "GatewayClass", "", name)
        yield refer(gateway, ("spec", "gatewayClassName"), key, "is of", need=Need.NONE)
    for path, key in certificate_keys(gateway):
        yield refer(gateway, (*path, "name"), key, "has the certificate of", need=Need.NONE)


def _parent(route: Resource, path: Path) -> Iterator[Reference]:
    """Give what a route is attached to; what is no Gateway or Service may come from elsewhere."""
    key = parent_key(route, path)
    if key is not None:
        optional = key.kind not in ("Gateway", "Service")
        name = (*path, "name")
        yield refer(route, name, key, "is attached to", need=Need.NONE, optional=optional)


def _backend(route: Resource, path: Path) -> Iterator[Reference]:
    """Give a backend; what is no Service (an import, a storage) may be made by a controller."""
    key = backend_key(route, path)
    if key is not None:
        optional = (key.group, key.kind) != ("", "Service")
        yield refer(route, (*path, "name"), key, "sends requests to", optional=optional)
