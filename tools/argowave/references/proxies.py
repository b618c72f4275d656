"""Traefik's, Contour's and OpenShift's routes → Services, middlewares, certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.references.named import Named, named_references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Reference
    from argowave.resources import Inventory

_SENDS: Final = "sends requests to"
_SERVICE: Final = ("Service",)
_CONTOUR: Final = "projectcontour.io"
_OPENSHIFT: Final = "route.openshift.io"


def _traefik(group: str) -> dict[tuple[str, str], tuple[Named, ...]]:
    """Return what Traefik's kinds name, of one of the two groups that they have had."""
    weighted = ("", "TraefikService")
    certificate = Named("spec.tls", "", ("Secret",), "has the certificate of", "secretName")
    options = Named("spec.tls.options", group, ("TLSOption",), "takes its TLS settings from")
    middleware = (group, ("Middleware",), "passes requests through")
    return {
        (group, "IngressRoute"): (
            Named("spec.routes[].services[]", "", _SERVICE, _SENDS),
            Named("spec.routes[].services[]", group, weighted, _SENDS),
            Named("spec.routes[].middlewares[]", *middleware),
            certificate,
            options,
        ),
        (group, "IngressRouteTCP"): (
            Named("spec.routes[].services[]", "", _SERVICE, _SENDS),
            Named(
                "spec.routes[].middlewares[]",
                group,
                ("MiddlewareTCP",),
                "passes connections through",
            ),
            certificate,
            options,
        ),
        (group, "IngressRouteUDP"): (Named("spec.routes[].services[]", "", _SERVICE, _SENDS),),
        (group, "Middleware"): (
            Named("spec.chain.middlewares[]", *middleware),
            Named("spec.basicAuth", "", ("Secret",), "authenticates with", "secret"),
            Named("spec.digestAuth", "", ("Secret",), "authenticates with", "secret"),
            Named("spec.errors.service", "", _SERVICE, _SENDS),
        ),
        (group, "TraefikService"): (
            Named("spec.weighted.services[]", "", _SERVICE, _SENDS),
            Named("spec.mirroring", "", _SERVICE, _SENDS),
            Named("spec.mirroring.mirrors[]", "", _SERVICE, _SENDS),
        ),
    }


_TABLE: Final = {
    **_traefik("traefik.io"),
    **_traefik("traefik.containo.us"),
    (_CONTOUR, "HTTPProxy"): (
        Named("spec.routes[].services[]", "", _SERVICE, _SENDS),
        Named("spec.tcpproxy.services[]", "", _SERVICE, _SENDS),
        Named("spec.virtualhost.tls", "", ("Secret",), "has the certificate of", "secretName"),
        Named("spec.includes[]", _CONTOUR, ("HTTPProxy",), "includes"),
    ),
    (_OPENSHIFT, "Route"): (
        Named("spec.to", "", _SERVICE, _SENDS),
        Named("spec.alternateBackends[]", "", _SERVICE, _SENDS),
    ),
}


def proxy_references(inventory: Inventory) -> Iterator[Reference]:
    """Give what the routes of these proxies name, in the namespaces that they state."""
    yield from named_references(inventory, _TABLE)
