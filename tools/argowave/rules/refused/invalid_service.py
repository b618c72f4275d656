"""invalid-service: a Service that the API server refuses.

Source: ValidateService in k8s.io/kubernetes/pkg/apis/core/validation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.rules.name_syntax import port_fault
from argowave.rules.refused._addresses import host_fault, network
from argowave.rules.refused._part import Part, repeated
from argowave.rules.refused._ports import of_number
from argowave.rules.rule import Rule
from argowave.typed import as_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.rules.scene import Scene

_EXTERNAL: Final = "ExternalName"
_RANGES: Final = "loadBalancerSourceRanges"
_OPEN: Final = ("NodePort", "LoadBalancer")


def check(scene: Scene) -> Iterator[Finding]:
    """Give everything that is refused of each Service."""
    for resource in scene.inventory.of_kind("", "Service"):
        spec = Part.of(resource, "spec")
        yield from _of_ports(spec)
        yield from _of_type(spec)
        yield from _of_ranges(spec)


def _of_ranges(spec: Part) -> Iterator[Finding]:
    ranges = as_list(spec.body.get(_RANGES))
    if ranges and spec.text("type") != "LoadBalancer":
        kind = spec.text("type") or "ClusterIP"
        yield spec.refused(f"{_RANGES} of a {kind} Service", _RANGES)
    for number, each in enumerate(ranges):
        if isinstance(each, str) and network(each.strip()) is None:
            message = f"the range {each}: it is a network such as 10.0.0.0/8"
            yield spec.refused(message, _RANGES, number)


def _of_ports(spec: Part) -> Iterator[Finding]:
    ports = list(spec.parts("ports"))
    kind = spec.text("type")
    is_headless = spec.text("clusterIP") == "None"
    needs_ports = not is_headless and kind != _EXTERNAL
    if needs_ports and not spec.body.get("ports") and spec.is_whole:
        yield spec.refused("a Service without ports, unless clusterIP is None")
    yield from repeated(iter(ports), lambda each: each.text("name"), "name", "the second port {}")
    yield from repeated(iter(ports), _listens, "port", "the second port {} of one protocol")
    for port in ports:
        if len(ports) > 1 and not port.text("name") and port.is_whole:
            yield port.refused(
                f"the port {port.body.get('port')} without a name beside another one"
            )
        yield from of_number(port, "port")
        yield from of_number(port, "targetPort", 0)  # 0 is that of the port
        target = port.text("targetPort")
        if target and (fault := port_fault(target)):
            yield port.refused(f"the targetPort {target}: {fault}", "targetPort")
        if port.number("nodePort") and kind in ("", "ClusterIP"):
            yield port.refused("a nodePort of a ClusterIP Service", "nodePort")


def _listens(port: Part) -> object:
    number = port.number("port")
    return None if number is None else (number, port.text("protocol") or "TCP")


def _of_type(spec: Part) -> Iterator[Finding]:
    kind = spec.text("type")
    if kind == _EXTERNAL:
        name = spec.text("externalName")
        if not name and spec.is_whole:
            yield spec.refused("the type ExternalName without an externalName")
        elif fault := host_fault(name.removesuffix("."), wildcard=False, address=True):
            yield spec.refused(f"the externalName {name}: {fault}", "externalName")
        if spec.text("clusterIP"):
            yield spec.refused("a clusterIP of an ExternalName Service", "clusterIP")
    if spec.has("externalTrafficPolicy") and kind not in _OPEN and not spec.has("externalIPs"):
        message = f"an externalTrafficPolicy of a {kind or 'ClusterIP'} Service"
        yield spec.refused(message, "externalTrafficPolicy")
    if spec.text("clusterIP") == "None" and kind in _OPEN:
        yield spec.refused(f"clusterIP None of a {kind} Service", "clusterIP")


RULE = Rule(
    name="invalid-service",
    summary="a Service with values that do not go together",
    why=(
        "Two ports of which one has no name, a nodePort of a ClusterIP Service, an externalName "
        "with a scheme: schemas take it, and the API server refuses it when the sync applies it."
    ),
    mend="Do what the message says.",
    source="https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/",
    check=check,
)
