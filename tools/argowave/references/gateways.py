"""Gateways and their routes → classes, certificates, Gateways and Services."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

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


def _of_gateway(gateway: Resource) -> Iterator[Reference]:
    if name := gateway.text("spec", "gatewayClassName"):
        key = Key(gateway.cluster, GROUP, "GatewayClass", "", name)
        yield refer(gateway, ("spec", "gatewayClassName"), key, "is of", need=Need.NONE)
    for number, _ in enumerate(gateway.items("spec", "listeners")):
        path: Path = ("spec", "listeners", number, "tls", "certificateRefs")
        for index, _ in enumerate(gateway.items(*path)):
            name = gateway.text(*path, index, "name")
            kind = gateway.text(*path, index, "kind") or "Secret"
            if name and kind == "Secret":
                place = gateway.text(*path, index, "namespace") or gateway.namespace
                key = Key(gateway.cluster, "", "Secret", place, name)
                where = (*path, index, "name")
                yield refer(gateway, where, key, "has the certificate of", need=Need.NONE)


def _parent(route: Resource, path: Path) -> Iterator[Reference]:
    """Give what a route is attached to; what is no Gateway or Service may come from elsewhere."""
    name, kind = route.text(*path, "name"), route.text(*path, "kind") or "Gateway"
    if name:
        group = route.at(*path, "group")
        place = route.text(*path, "namespace") or route.namespace
        key = Key(route.cluster, group if isinstance(group, str) else GROUP, kind, place, name)
        yield refer(
            route,
            (*path, "name"),
            key,
            "is attached to",
            need=Need.NONE,
            optional=kind not in ("Gateway", "Service"),
        )


def _backend(route: Resource, path: Path) -> Iterator[Reference]:
    """Give a backend; what is no Service (an import, a storage) may be made by a controller."""
    key = backend_key(route, path)
    if key is not None:
        optional = (key.group, key.kind) != ("", "Service")
        yield refer(route, (*path, "name"), key, "sends requests to", optional=optional)
