"""What sends requests to a port of a Service → the port, and by which field of Services it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from argowave.references.gateways import GROUP, ROUTES, backend_key, route_backends
from argowave.references.meshes import GROUP as ISTIO
from argowave.references.meshes import destinations, host_of, service_of
from argowave.references.named import places
from argowave.references.networking import backends
from argowave.resources.key import Key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Path
    from argowave.resources import Inventory, Resource

_TRAEFIK: Final = ("traefik.io", "traefik.containo.us")
_SERVICES: Final = "spec.routes[].services[]"


class Backend(NamedTuple):
    """One port that requests are sent to."""

    source: Resource
    service: Key
    path: Path  # of the port in the source
    fields: tuple[str, ...]  # of a Service's port, any of which may be it


def backends_of(inventory: Inventory) -> Iterator[Backend]:
    """Give every port of a Service that an Ingress, a route or a proxy states."""
    for ingress in inventory.of_kind("networking.k8s.io", "Ingress"):
        for path in backends(ingress):
            for field, of_port in (("name", "name"), ("number", "port")):
                yield Backend(ingress, _beside(ingress, path), (*path, "port", field), (of_port,))
    for route in inventory.of_kind(GROUP, *ROUTES):
        for path in route_backends(route):
            key = backend_key(route, path)
            if key is not None and (key.group, key.kind) == ("", "Service"):
                yield Backend(route, key, (*path, "port"), ("port",))
    yield from _of_meshes(inventory)
    yield from _of_proxies(inventory)


def _of_meshes(inventory: Inventory) -> Iterator[Backend]:
    for source in inventory.of_kind(ISTIO, "VirtualService"):
        for path in destinations(source):
            key = service_of(source, host_of(source, (*path, "host")))
            if key is not None:
                yield Backend(source, key, (*path, "port", "number"), ("port",))


def _of_proxies(inventory: Inventory) -> Iterator[Backend]:
    for group in _TRAEFIK:
        for source in inventory.of_kind(group, "IngressRoute", "IngressRouteTCP"):
            for path in places(source, _SERVICES):
                if source.text(*path, "kind") in ("", "Service"):
                    named = isinstance(source.at(*path, "port"), str)
                    field = "name" if named else "port"
                    yield Backend(source, _beside(source, path), (*path, "port"), (field,))
    for source in inventory.of_kind("projectcontour.io", "HTTPProxy"):
        for pattern in (_SERVICES, "spec.tcpproxy.services[]"):
            for path in places(source, pattern):
                yield Backend(source, _beside(source, path), (*path, "port"), ("port",))
    yield from _of_openshift(inventory)


def _of_openshift(inventory: Inventory) -> Iterator[Backend]:
    """Give the ports of Routes by name, which are endpoints' names; numbers are those of pods."""
    path = ("spec", "port", "targetPort")
    for source in inventory.of_kind("route.openshift.io", "Route"):
        if source.text("spec", "to", "kind") in ("", "Service") and source.text(*path):
            yield Backend(source, _beside(source, ("spec", "to")), path, ("name", "targetPort"))


def _beside(source: Resource, path: Path) -> Key:
    """Return the Service whose name stands at a path, in its namespace or the source's."""
    place = source.text(*path, "namespace") or source.namespace
    return Key(source.cluster, "", "Service", place, source.text(*path, "name"))
