"""invalid-network-policy: a NetworkPolicy that the API server refuses.

Source: ValidateNetworkPolicySpec in k8s.io/kubernetes/pkg/apis/networking/validation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.rules.refused._addresses import network
from argowave.rules.refused._part import Part
from argowave.rules.refused._ports import of_name, of_number
from argowave.rules.refused._scheduling import of_selector
from argowave.rules.rule import Rule
from argowave.typed import as_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.rules.refused._addresses import Network
    from argowave.rules.scene import Scene

_WAYS: Final = (("ingress", "from"), ("egress", "to"))
_SELECTORS: Final = ("podSelector", "namespaceSelector")


def check(scene: Scene) -> Iterator[Finding]:
    """Give everything that is refused of each NetworkPolicy."""
    for resource in scene.inventory.of_kind("networking.k8s.io", "NetworkPolicy"):
        spec = Part.of(resource, "spec")
        yield from of_selector(spec.part("podSelector"))
        for way, peers in _WAYS:
            for rule in spec.parts(way):
                for port in rule.parts("ports"):
                    yield from _of_port(port)
                for peer in rule.parts(peers):
                    yield from _of_peer(peer)


def _of_port(port: Part) -> Iterator[Finding]:
    number, end = port.number("port"), port.number("endPort")
    yield from of_number(port, "port")
    yield from of_name(port, "port")
    if end is None:
        return
    if number is None:
        yield port.refused("an endPort without a port that is a number", "endPort")
    elif end < number:
        yield port.refused(f"the endPort {end}: the port is {number}", "endPort")
    else:
        yield from of_number(port, "endPort")


def _of_peer(peer: Part) -> Iterator[Finding]:
    selectors = peer.among(*_SELECTORS)
    for field in selectors:
        yield from of_selector(peer.part(field))
    if not peer.has("ipBlock"):
        if not selectors:
            yield peer.refused("a peer that says nothing; leave it out, or give it a selector: {}")
        return
    if selectors:
        message = f"an ipBlock beside a {selectors[0]}: make them two peers"
        yield peer.refused(message, "ipBlock")
    yield from _of_block(peer.part("ipBlock"))


def _of_block(block: Part) -> Iterator[Finding]:
    cidr = block.text("cidr")
    whole = network(cidr)
    if whole is None:
        if cidr:
            yield block.refused(f"the cidr {cidr}: it is a network such as 10.0.0.0/8", "cidr")
        return
    for number, each in enumerate(as_list(block.body.get("except"))):
        part = network(each) if isinstance(each, str) else None
        if part is None:
            yield block.refused(
                f"the network {each}: it is one such as 10.0.0.0/8", "except", number
            )
        elif not _is_below(part, whole):
            message = f"the exception {each}: it is no part of {cidr}"
            yield block.refused(message, "except", number)


def _is_below(part: Network, whole: Network) -> bool:
    """Tell whether a network is a part of another one, and not all of it."""
    if part == whole or part.version != whole.version:
        return False
    return part.network_address in whole and part.prefixlen > whole.prefixlen


RULE = Rule(
    name="invalid-network-policy",
    summary="a NetworkPolicy with a network, a port or a peer that none can have",
    why=(
        "A network of 33 bits, an exception that is no part of its network, an address beside a "
        "selector: schemas take it, and the API server refuses it, so that nothing is closed."
    ),
    mend="Do what the message says.",
    source="https://kubernetes.io/docs/concepts/services-networking/network-policies/",
    check=check,
)
