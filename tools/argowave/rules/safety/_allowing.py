"""Annotations by which an Ingress says who may come, and which controller reads each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from argowave.rules.safety import _controllers as controllers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.resources import Resource

# annotation → the controller that reads it; its value is a list of ranges
RANGES: Final = {
    "nginx.ingress.kubernetes.io/whitelist-source-range": controllers.NGINX,
    "nginx.ingress.kubernetes.io/allowlist-source-range": controllers.NGINX,
    "alb.ingress.kubernetes.io/inbound-cidrs": controllers.ALB,
    "haproxy.org/allow-list": controllers.HAPROXY,
    "haproxy.org/whitelist": controllers.HAPROXY,
    "haproxy-ingress.github.io/allowlist-source-range": controllers.HAPROXY_INGRESS,
    "haproxy-ingress.github.io/whitelist-source-range": controllers.HAPROXY_INGRESS,
}
# annotation → the controller that reads it; its value names something else, which decides
NAMED: Final = {
    "nginx.org/policies": controllers.F5,
    "traefik.ingress.kubernetes.io/router.middlewares": controllers.TRAEFIK,
    "alb.ingress.kubernetes.io/security-groups": controllers.ALB,
    "alb.ingress.kubernetes.io/security-group-prefix-lists": controllers.ALB,
    "alb.ingress.kubernetes.io/scheme": controllers.ALB,
}
WANTED: Final = {
    controllers.NGINX: "nginx.ingress.kubernetes.io/whitelist-source-range",
    controllers.F5: "nginx.org/policies with a Policy that has accessControl.allow",
    controllers.TRAEFIK: (
        "traefik.ingress.kubernetes.io/router.middlewares with a Middleware that has ipAllowList"
    ),
    controllers.ALB: "alb.ingress.kubernetes.io/inbound-cidrs",
    controllers.HAPROXY: "haproxy.org/allow-list",
    controllers.HAPROXY_INGRESS: "haproxy-ingress.github.io/allowlist-source-range",
}
# annotations about something else than who may come
_OTHER: Final = re.compile(
    r"(?:argocd\.argoproj\.io|kubernetes\.io|kubectl\.kubernetes\.io|meta\.helm\.sh|helm\.sh"
    r"|cert-manager\.io|acme\.cert-manager\.io|external-dns\.alpha\.kubernetes\.io"
    r"|app\.kubernetes\.io|nginx\.ingress\.kubernetes\.io|nginx\.org|nginx\.com"
    r"|traefik\.ingress\.kubernetes\.io|haproxy\.org|haproxy-ingress\.github\.io"
    r"|alb\.ingress\.kubernetes\.io)/.*|[^/]*"
)


@dataclass(frozen=True, slots=True)
class Allowing:
    """One annotation that says who may come."""

    annotation: str
    controller: str  # that reads it
    value: str


def allowing(ingress: Resource) -> Iterator[Allowing]:
    """Give every annotation of an Ingress that may restrict who comes."""
    for name, value in ingress.manifest.annotations.items():
        controller = RANGES.get(name) or NAMED.get(name)
        if controller is None or not isinstance(value, str) or not value.strip():
            continue
        if name.endswith("/scheme") and value != "internal":
            continue
        yield Allowing(name, controller, value)


def strange(ingress: Resource) -> list[str]:
    """Return the annotations whose meaning nobody here knows."""
    return [name for name in ingress.manifest.annotations if not _OTHER.fullmatch(str(name))]
