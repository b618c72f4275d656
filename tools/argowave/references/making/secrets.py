"""What brings Secrets from a store outside the cluster → these."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.references.making.product import ANY, Product

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from argowave.resources import Resource


def of_secrets(resource: Resource) -> Iterator[Product]:
    """Give the Secrets that an object asks a controller for."""
    source = _SOURCES.get((resource.group, resource.kind))
    if source is not None:
        yield from source(resource)


def _external(resource: Resource) -> Iterator[Product]:
    """Give the target of an ExternalSecret that makes it; Merge and None only change one."""
    policy = resource.text("spec", "target", "creationPolicy")
    if policy not in ("Merge", "None"):
        kind = resource.text("spec", "target", "manifest", "kind") or "Secret"
        name = resource.text("spec", "target", "name") or resource.name
        yield Product(kind, resource.namespace, name)


def _external_everywhere(resource: Resource) -> Iterator[Product]:
    """Give a ClusterExternalSecret's target, in the namespaces whose labels it selects."""
    path = ("spec", "externalSecretSpec", "target", "name")
    name = resource.text(*path) or resource.text("spec", "externalSecretName")
    yield Product("Secret", ANY, name or resource.name, certain=False)


def _vault(resource: Resource) -> Iterator[Product]:
    """Give the destination of a Secret of Vault's operator, which only fills one unless told."""
    if resource.at("spec", "destination", "create") is True:
        yield Product("Secret", resource.namespace, resource.text("spec", "destination", "name"))


def _sops(resource: Resource) -> Iterator[Product]:
    for field in ("secretTemplates", "secret_templates"):
        yield from _listed(resource, field, "name")


def _mounted(resource: Resource) -> Iterator[Product]:
    """Give what the CSI driver for Secrets makes when a pod mounts a volume of the class."""
    yield from _listed(resource, "secretObjects", "secretName")


def _listed(resource: Resource, field: str, name: str) -> Iterator[Product]:
    for number, _ in enumerate(resource.items("spec", field)):
        yield Product("Secret", resource.namespace, resource.text("spec", field, number, name))


_SOURCES: Final[dict[tuple[str, str], Callable[[Resource], Iterator[Product]]]] = {
    ("external-secrets.io", "ExternalSecret"): _external,
    ("external-secrets.io", "ClusterExternalSecret"): _external_everywhere,
    ("secrets.hashicorp.com", "VaultStaticSecret"): _vault,
    ("secrets.hashicorp.com", "VaultDynamicSecret"): _vault,
    ("secrets.hashicorp.com", "VaultPKISecret"): _vault,
    ("isindir.github.com", "SopsSecret"): _sops,
    ("secrets-store.csi.x-k8s.io", "SecretProviderClass"): _mounted,
}
