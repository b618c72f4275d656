"""Ingresses → the controller that reads them, by IngressClass or by the chart that brings it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.resources import Inventory, Resource
    from argowave.sources.source import Source

NGINX: Final = "k8s.io/ingress-nginx"
F5: Final = "nginx.org/ingress-controller"
TRAEFIK: Final = "traefik.io/ingress-controller"
ALB: Final = "ingress.k8s.aws/alb"
HAPROXY: Final = "haproxy.org/ingress-controller"
HAPROXY_INGRESS: Final = "haproxy-ingress.github.io/controller"
# what a reader calls them
NAMES: Final = {
    NGINX: "ingress-nginx",
    F5: "F5's NGINX Ingress Controller",
    TRAEFIK: "Traefik",
    ALB: "the AWS Load Balancer Controller",
    HAPROXY: "HAProxy's ingress controller",
    HAPROXY_INGRESS: "HAProxy Ingress",
}
# chart → its controller, the path of its class's name in the values, the name by default
_CHARTS: Final[dict[str, tuple[str, tuple[str, ...], str]]] = {
    "ingress-nginx": (NGINX, ("controller", "ingressClassResource", "name"), "nginx"),
    "nginx-ingress": (F5, ("controller", "ingressClass", "name"), "nginx"),
    "traefik": (TRAEFIK, ("ingressClass", "name"), "traefik"),
    "aws-load-balancer-controller": (ALB, ("ingressClass",), "alb"),
    "kubernetes-ingress": (HAPROXY, ("controller", "ingressClass"), "haproxy"),
    "haproxy-ingress": (HAPROXY_INGRESS, ("controller", "ingressClass"), "haproxy"),
}


def class_of(ingress: Resource) -> str:
    """Return the name of an Ingress's class; the annotation is the older way to state it."""
    stated = ingress.text("spec", "ingressClassName")
    found = ingress.manifest.annotations.get("kubernetes.io/ingress.class")
    return stated or (found if isinstance(found, str) else "")


def controller_of(inventory: Inventory, ingress: Resource) -> str | None:
    """Return the controller of an Ingress, as IngressClass names it; None where nobody says.

    An IngressClass in the tree decides; else a chart that brings a class of that name does, as
    long as all such charts agree.
    """
    name = class_of(ingress)
    for each in inventory.of_kind("networking.k8s.io", "IngressClass"):
        if each.cluster == ingress.cluster and (each.name == name if name else _is_default(each)):
            return _without_instance(each.text("spec", "controller")) or None
    found = {
        controller
        for cluster, controller, brought in _brought(inventory)
        if cluster == ingress.cluster and brought == name
    }
    return found.pop() if len(found) == 1 else None


def values_at(source: Source, *path: str) -> object:
    """Return what a source's valuesObject says at a path, None where it says nothing."""
    value: object = source.helm.values
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _brought(inventory: Inventory) -> Iterator[tuple[str, str, str]]:
    """Give (cluster, controller, class) of the charts of ingress controllers."""
    for application in inventory.applications.values():
        for source in application.sources:
            chart = (source.chart or source.repo_url).rpartition("/")[2]
            if chart in _CHARTS:
                controller, path, default = _CHARTS[chart]
                named = values_at(source, *path)
                name = named if isinstance(named, str) and named else default
                yield inventory.cluster_of(application), controller, name


def _is_default(ingress_class: Resource) -> bool:
    found = ingress_class.manifest.annotations
    return found.get("ingressclass.kubernetes.io/is-default-class") == "true"


def _without_instance(controller: str) -> str:
    """Return haproxy.org/ingress-controller for haproxy.org/ingress-controller/internal."""
    known = [each for each in NAMES if controller.startswith(each)]
    return known[0] if known else controller
