"""What cert-manager makes Secrets for besides Certificates: Ingresses, Gateways, ACME accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.references.making.product import ANY, Product

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Path
    from argowave.resources import Resource

_ISSUERS: Final = ("cert-manager.io/issuer", "cert-manager.io/cluster-issuer")
_ACME: Final = "kubernetes.io/tls-acme"


def of_certificates(resource: Resource) -> Iterator[Product]:
    """Give the Secrets of certificates that annotations ask for, and of accounts."""
    match resource.group, resource.kind:
        case "networking.k8s.io", "Ingress":
            if _has_issuer(resource):
                for number, _ in enumerate(resource.items("spec", "tls")):
                    name = resource.text("spec", "tls", number, "secretName")
                    yield Product("Secret", resource.namespace, name)
        case "gateway.networking.k8s.io", "Gateway":
            if _has_issuer(resource):
                yield from _of_listeners(resource)
        case "cert-manager.io", "Issuer" | "ClusterIssuer":
            if name := resource.text("spec", "acme", "privateKeySecretRef", "name"):
                # a ClusterIssuer's is in the namespace that cert-manager's settings name
                place = resource.namespace if resource.kind == "Issuer" else ANY
                yield Product("Secret", place, name)


def _has_issuer(resource: Resource) -> bool:
    annotations = resource.manifest.annotations
    return any(each in annotations for each in _ISSUERS) or annotations.get(_ACME) == "true"


def _of_listeners(gateway: Resource) -> Iterator[Product]:
    for number, _ in enumerate(gateway.items("spec", "listeners")):
        path: Path = ("spec", "listeners", number, "tls", "certificateRefs")
        for index, _ in enumerate(gateway.items(*path)):
            place = gateway.text(*path, index, "namespace") or gateway.namespace
            yield Product("Secret", place, gateway.text(*path, index, "name"))
