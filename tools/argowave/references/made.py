"""Objects that something in the tree makes at run time: they are not in Git and not missing."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from argowave.resources.key import Key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.resources import Inventory, Resource

_SAME_NAME: Final = (
    ("bitnami.com", "SealedSecret"),
    ("secrets.hashicorp.com", "VaultStaticSecret"),
    ("isindir.github.com", "SopsSecret"),
)


def maker_of(inventory: Inventory, key: Key) -> Resource | None:
    """Return what makes an object, None where nothing in the tree does."""
    return _made(inventory).get(key)


@lru_cache(maxsize=8)  # one a tree; every look-up of one tree comes before those of the next
def _made(inventory: Inventory) -> dict[Key, Resource]:
    found: dict[Key, Resource] = {}
    for resource in inventory.resources:
        for kind, namespace, name in _products(resource):
            group = ""
            found.setdefault(Key(resource.cluster, group, kind, namespace, name), resource)
    return found


def _products(resource: Resource) -> Iterator[tuple[str, str, str]]:
    """Give (kind, namespace, name) of the core group's objects that a controller makes."""
    for path in (("spec", "writeConnectionSecretToRef"), ("spec", "publishConnectionDetailsTo")):
        named = resource.mapping(*path)
        if named:
            namespace = str(named.get("namespace") or resource.namespace)
            yield "Secret", namespace, str(named.get("name", ""))
    group, kind = resource.group, resource.kind
    if group == "external-secrets.io" and kind == "ExternalSecret":
        target = resource.text("spec", "target", "name") or resource.name
        yield "Secret", resource.namespace, target
    elif group == "cert-manager.io" and kind == "Certificate":
        yield "Secret", resource.namespace, resource.text("spec", "secretName")
    elif (group, kind) in _SAME_NAME:
        destination = resource.text("spec", "destination", "name")
        yield "Secret", resource.namespace, destination or resource.name
    elif group == "apps" and kind == "StatefulSet":
        yield from _claims(resource)
    elif group == "networking.k8s.io" and kind == "Ingress" and _has_issuer(resource):
        for number, _ in enumerate(resource.items("spec", "tls")):
            yield "Secret", resource.namespace, resource.text("spec", "tls", number, "secretName")
    elif group == "" and kind == "Secret" and resource.text("type").endswith("account-token"):
        yield "Secret", resource.namespace, resource.name


def _claims(resource: Resource) -> Iterator[tuple[str, str, str]]:
    replicas = resource.at("spec", "replicas")
    count = min(replicas, 100) if isinstance(replicas, int) else 1
    for number, _ in enumerate(resource.items("spec", "volumeClaimTemplates")):
        name = resource.text("spec", "volumeClaimTemplates", number, "metadata", "name")
        for replica in range(count):
            claim = f"{name}-{resource.name}-{replica}"
            yield "PersistentVolumeClaim", resource.namespace, claim


def _has_issuer(resource: Resource) -> bool:
    annotations = resource.manifest.annotations
    return (
        any(
            name in annotations
            for name in ("cert-manager.io/issuer", "cert-manager.io/cluster-issuer")
        )
        or "kubernetes.io/tls-acme" in annotations
    )
