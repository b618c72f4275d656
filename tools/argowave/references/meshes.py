"""Istio: VirtualServices and DestinationRules → Gateways, delegates and Services by short names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.references.named import Named, named_references, places
from argowave.references.reference import Need, refer
from argowave.resources.key import Key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Path, Reference
    from argowave.resources import Inventory, Resource

GROUP: Final = "networking.istio.io"
DESTINATIONS: Final = (
    "spec.http[].route[].destination",
    "spec.http[].mirror",
    "spec.http[].mirrors[].destination",
    "spec.tcp[].route[].destination",
    "spec.tls[].route[].destination",
)
_TABLE: Final = {
    (GROUP, "VirtualService"): (
        Named("spec.http[].delegate", GROUP, ("VirtualService",), "leaves routes to"),
    ),
}
# the name that means every sidecar, and no Gateway
_MESH: Final = "mesh"
_GATEWAYS: Final = ("spec.gateways[]", "spec.http[].match[].gateways[]")
_DOMAIN: Final = ".svc.cluster.local"


def mesh_references(inventory: Inventory) -> Iterator[Reference]:
    """Give what each VirtualService and DestinationRule names; both wait for what they name."""
    yield from named_references(inventory, _TABLE)
    for service in inventory.of_kind(GROUP, "VirtualService"):
        for pattern in _GATEWAYS:
            for path in places(service, pattern):
                yield from _gateway(service, path)
        for path in destinations(service):
            yield from _host(service, (*path, "host"), "sends requests to")
    for rule in inventory.of_kind(GROUP, "DestinationRule"):
        yield from _host(rule, ("spec", "host"), "is for")


def destinations(service: Resource) -> Iterator[Path]:
    """Give the path of everything that a VirtualService sends requests to."""
    for pattern in DESTINATIONS:
        yield from places(service, pattern)


def host_of(resource: Resource, path: Path) -> str:
    """Return the whole name of the host that stands at a path.

    Only a name without dots is completed, with the namespace of the object that it stands in:
    ResolveShortnameToFQDN in Istio's pkg/config/model. "" where no name stands.
    """
    host = resource.text(*path).lower()
    return f"{host}.{resource.namespace}{_DOMAIN}" if host and "." not in host else host


def service_of(resource: Resource, host: str) -> Key | None:
    """Return the Service that a whole name means, None where it is another host."""
    if not host.endswith(_DOMAIN):
        return None
    name, _, namespace = host.removesuffix(_DOMAIN).partition(".")
    if not namespace or "." in namespace or "*" in host:
        return None
    return Key(resource.cluster, "", "Service", namespace, name)


def _host(resource: Resource, path: Path, relation: str) -> Iterator[Reference]:
    """Give the Service that a short name means; whole ones are found wherever they stand."""
    key = service_of(resource, host_of(resource, path))
    if key is not None and "." not in resource.text(*path):
        yield refer(resource, path, key, relation, need=Need.NONE)


def _gateway(service: Resource, path: Path) -> Iterator[Reference]:
    """Give a Gateway: NAME is one beside the VirtualService, NAMESPACE/NAME one elsewhere."""
    namespace, _, name = service.text(*path).rpartition("/")
    if name and name != _MESH and "." not in name:
        key = Key(service.cluster, GROUP, "Gateway", namespace or service.namespace, name)
        yield refer(service, path, key, "takes its requests from", need=Need.NONE)
