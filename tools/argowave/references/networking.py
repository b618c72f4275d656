"""Ingresses and EndpointSlices → Services, classes, certificates and logins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.references.reference import Need, refer
from argowave.resources.key import Key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Path, Reference
    from argowave.resources import Inventory, Resource

SERVICE_NAME: Final = "kubernetes.io/service-name"
_NETWORKING: Final = "networking.k8s.io"
# the port's name by which the AWS controller finds an action among the annotations
_NO_SERVICE: Final = "use-annotation"
_PREFIXES: Final = ("nginx.ingress.kubernetes.io", "haproxy-ingress.github.io")
# annotations that name a Secret, or NAMESPACE/SECRET
_LOGINS: Final = ("auth-secret", "auth-tls-secret", "proxy-ssl-secret")


def network_references(inventory: Inventory) -> Iterator[Reference]:
    """Give what traffic is sent to, and with which class and certificate."""
    for ingress in inventory.of_kind(_NETWORKING, "Ingress"):
        yield from _of_ingress(ingress)
    for slice_ in inventory.of_kind("discovery.k8s.io", "EndpointSlice"):
        name = slice_.labels.get(SERVICE_NAME)
        if isinstance(name, str) and name:
            path = ("metadata", "labels", SERVICE_NAME)
            yield refer(slice_, path, _service(slice_, name), "holds the addresses of")


def backends(ingress: Resource) -> Iterator[Path]:
    """Give the path of every backend of an Ingress that is a Service."""
    if _is_service(ingress, ("spec", "defaultBackend", "service")):
        yield ("spec", "defaultBackend", "service")
    for number, _ in enumerate(ingress.items("spec", "rules")):
        rule: Path = ("spec", "rules", number, "http", "paths")
        for index, _ in enumerate(ingress.items(*rule)):
            if _is_service(ingress, (*rule, index, "backend", "service")):
                yield (*rule, index, "backend", "service")


def _is_service(ingress: Resource, path: Path) -> bool:
    named = ingress.mapping(*path)
    return bool(named) and ingress.text(*path, "port", "name") != _NO_SERVICE


def _of_ingress(ingress: Resource) -> Iterator[Reference]:
    for path in backends(ingress):
        if name := ingress.text(*path, "name"):
            yield refer(ingress, (*path, "name"), _service(ingress, name), "sends requests to")
    if name := ingress.text("spec", "ingressClassName"):
        key = Key(ingress.cluster, _NETWORKING, "IngressClass", "", name)
        yield refer(ingress, ("spec", "ingressClassName"), key, "is of", need=Need.NONE)
    for number, _ in enumerate(ingress.items("spec", "tls")):
        path = ("spec", "tls", number, "secretName")
        if name := ingress.text(*path):
            key = Key(ingress.cluster, "", "Secret", ingress.namespace, name)
            yield refer(ingress, path, key, "has the certificate of", need=Need.NONE)
    yield from _logins(ingress)


def _logins(ingress: Resource) -> Iterator[Reference]:
    """Give the Secrets with which requests have to authenticate; without them all are refused."""
    for prefix in _PREFIXES:
        for word in _LOGINS:
            path = ("metadata", "annotations", f"{prefix}/{word}")
            namespace, _, name = ingress.text(*path).rpartition("/")
            if name:
                key = Key(ingress.cluster, "", "Secret", namespace or ingress.namespace, name)
                yield refer(ingress, path, key, "authenticates with", need=Need.NONE)


def _service(resource: Resource, name: str) -> Key:
    return Key(resource.cluster, "", "Service", resource.namespace, name)
