"""route-attachment: a route names a Gateway that does not take it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.references.gateways import GROUP, ROUTES, parent_key
from argowave.references.selecting import fits_labels
from argowave.resources.key import Key
from argowave.rules.rule import Rule, at, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.references.reference import Path
    from argowave.resources import Resource
    from argowave.rules.scene import Scene

_NAMED = "kubernetes.io/metadata.name"  # the label that every Namespace has


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each Gateway of the tree none of whose listeners takes a route.

    What a listener takes: AllowedRoutes and ParentReference of the Gateway API, with which route
    and listener also have to have a host in common.
    """
    for route in scene.inventory.of_kind(GROUP, *ROUTES):
        for number, _ in enumerate(route.items("spec", "parentRefs")):
            path: Path = ("spec", "parentRefs", number)
            key = parent_key(route, path)
            gateway = scene.inventory.find(key) if key is not None else None
            if gateway is not None and gateway.kind == "Gateway":
                yield from _judge(scene, route, path, gateway)


def _judge(scene: Scene, route: Resource, path: Path, gateway: Resource) -> Iterator[Finding]:
    listeners: list[Path] = [
        ("spec", "listeners", number) for number, _ in enumerate(gateway.items("spec", "listeners"))
    ]
    if not listeners:
        return  # they are elsewhere, in a ListenerSet
    for field, of_listener in (("sectionName", "name"), ("port", "port")):
        wanted = route.at(*path, field)
        if wanted is None:
            continue
        has = ", ".join(str(gateway.at(*each, of_listener)) for each in listeners)
        listeners = [each for each in listeners if gateway.at(*each, of_listener) == wanted]
        if not listeners:
            what = "listener" if field == "sectionName" else "listener on port"
            message = f"{place(gateway)} has no {what} {wanted}; it has {has}"
            yield at(route, (*path, field), message)
            return
    listeners = [each for each in listeners if _takes_from(scene, gateway, each, route)]
    if not listeners:
        message = (
            f"no listener of {place(gateway)} takes routes from namespace {route.namespace}; list "
            f"it in allowedRoutes.namespaces, without which only {gateway.namespace} counts"
        )
        yield at(route, path, message)
        return
    hosts = [gateway.text(*each, "hostname") for each in listeners]
    mine = [each for each in route.items("spec", "hostnames") if isinstance(each, str)]
    if mine and all(hosts) and not any(_overlap(one, two) for one in mine for two in hosts):
        message = (
            f"no listener of {place(gateway)} has one of these hosts; it has {', '.join(hosts)}"
        )
        yield at(route, ("spec", "hostnames"), message)


def _takes_from(scene: Scene, gateway: Resource, listener: Path, route: Resource) -> bool:
    """Tell whether a listener takes routes from a route's namespace, as far as the tree says."""
    path = (*listener, "allowedRoutes", "namespaces")
    match gateway.text(*path, "from") or "Same":
        case "Same":
            return route.namespace == gateway.namespace
        case "None":
            return False
        case "Selector":
            key = Key(route.cluster, "", "Namespace", "", route.namespace)
            namespace = scene.inventory.find(key)
            if namespace is None:
                return True
            labels = {_NAMED: namespace.name, **namespace.labels}
            return fits_labels(
                gateway.mapping(*path, "selector", "matchLabels"),
                gateway.items(*path, "selector", "matchExpressions"),
                labels,
            )
    return True


def _overlap(one: str, other: str) -> bool:
    """Tell whether two hosts, of which `*.` is the start of any, have one in common."""
    one, other = one.lower(), other.lower()
    if one.startswith("*.") and other.startswith("*."):
        return one.endswith(other[1:]) or other.endswith(one[1:])
    if one.startswith("*."):
        return other.endswith(one[1:])
    return one.endswith(other[1:]) if other.startswith("*.") else one == other


RULE = Rule(
    name="route-attachment",
    summary="a route names a Gateway, or a listener of it, that does not take the route",
    why=(
        "The Gateway's controller says Accepted: False in the route's status and sends it no "
        "request; Argo CD calls the route Healthy or Progressing."
    ),
    mend=(
        "Name a listener that is there, let it take routes of the namespace "
        "(`allowedRoutes.namespaces`), and give both a host in common."
    ),
    source="https://gateway-api.sigs.k8s.io/concepts/api-overview/#attaching-routes-to-gateways",
    check=check,
)
