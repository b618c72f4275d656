"""Flagger's Canaries → the Services, routes and workloads that Flagger makes for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.references.making.product import Product

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.resources import Resource

# what one of Flagger's routers makes under the name of the Service; which one runs, Flagger's
# settings and spec.provider say
_ROUTES: Final = (
    ("networking.istio.io", "VirtualService"),
    ("traefik.io", "TraefikService"),
    ("traefik.containo.us", "TraefikService"),
    ("projectcontour.io", "HTTPProxy"),
    ("gateway.networking.k8s.io", "HTTPRoute"),
)


def of_canaries(resource: Resource) -> Iterator[Product]:
    """Give what a Canary's names say: GetServiceNames in pkg/apis/flagger/v1beta1 of Flagger."""
    if (resource.group, resource.kind) != ("flagger.app", "Canary"):
        return
    target = resource.text("spec", "targetRef", "name")
    apex = resource.text("spec", "service", "name") or target
    if not apex:
        return
    for name in (apex, f"{apex}-primary", f"{apex}-canary"):
        yield Product("Service", resource.namespace, name)
    kind = resource.text("spec", "targetRef", "kind") or "Deployment"
    if target and kind in {"Deployment", "DaemonSet"}:
        yield Product(kind, resource.namespace, f"{target}-primary", "apps")
    for group, route in _ROUTES:
        yield Product(route, resource.namespace, apex, group, certain=False)
