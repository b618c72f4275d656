"""endpoint-slice-address: an address that Kubernetes refuses as an endpoint."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TYPE_CHECKING, Final

from argowave.rules.rule import Rule, at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.references.reference import Path
    from argowave.resources import Inventory, Resource
    from argowave.rules.scene import Scene

_FAMILIES: Final = {"IPv4": 4, "IPv6": 6}


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each address that Kubernetes refuses."""
    for resource, path, family in _places(scene.inventory):
        address = resource.at(*path)
        if isinstance(address, str) and (fault := fault_of(address, family)):
            yield at(resource, path, f"{address} {fault}")


def fault_of(address: str, family: str) -> str:
    """Return why the API server refuses an address, "" where it takes it.

    ValidateEndpointSlice and ValidateEndpointIP in Kubernetes' pkg/apis/{discovery,core}/
    validation: no unspecified, loopback, link-local or link-local multicast address. Of the other
    multicast addresses it takes all, and none can be connected to.

    Args:
        address: as it is written.
        family: IPv4 or IPv6; "" where both will do.
    """
    parsed = _parse(address)
    if parsed is None:
        wanted = f"{family} address" if family else "IP address"
        return f"is no {wanted}; a name belongs into a Service of type ExternalName"
    if family and parsed.version != _FAMILIES[family]:
        return (
            f"is an IPv{parsed.version} address, and addressType is {family}; "
            "make an EndpointSlice for each family"
        )
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is not None:
        return f"is an IPv4 address written as IPv6; write {parsed.ipv4_mapped}"
    for is_special, name in (
        (parsed.is_unspecified, "the unspecified address"),
        (parsed.is_loopback, "a loopback address, so every pod would reach itself"),
        (parsed.is_link_local, "a link-local address"),
        (parsed.is_multicast, "a multicast address"),
    ):
        if is_special:
            return f"is {name}, which cannot be an endpoint; give the host's address in its network"
    return ""


def _parse(address: str) -> IPv4Address | IPv6Address | None:
    """Return an address read as Kubernetes does: numbers of IPv4 may begin with zeros."""
    parts = address.split(".")
    if all(part.isascii() and part.isdigit() for part in parts):
        address = ".".join(str(int(part)) for part in parts)
    try:
        return ip_address(address)
    except ValueError:
        return None


def _places(inventory: Inventory) -> Iterator[tuple[Resource, Path, str]]:
    for each in inventory.of_kind("discovery.k8s.io", "EndpointSlice"):
        family = each.text("addressType")
        if family in _FAMILIES:
            for number, _ in enumerate(each.items("endpoints")):
                path: Path = ("endpoints", number, "addresses")
                for index, _ in enumerate(each.items(*path)):
                    yield each, (*path, index), family
    for each in inventory.of_kind("", "Endpoints"):
        for number, _ in enumerate(each.items("subsets")):
            for field in ("addresses", "notReadyAddresses"):
                path = ("subsets", number, field)
                for index, _ in enumerate(each.items(*path)):
                    yield each, (*path, index, "ip"), ""


RULE = Rule(
    name="endpoint-slice-address",
    summary="an endpoint has an address that Kubernetes refuses",
    why=(
        "The API server refuses the whole object, or the Service has an endpoint that nobody can "
        "reach. A loopback address is each pod's own, never the node's or the laptop's."
    ),
    mend=(
        "Give the address that the host has in a network that the nodes reach: on Docker Desktop "
        "that of host.docker.internal, on kind that of the bridge."
    ),
    source="https://kubernetes.io/docs/concepts/services-networking/service/#services-without-selectors",
    check=check,
)
