"""What brings Secrets and ConfigMaps from elsewhere, or copies them → these."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.references.making.product import ANY, Product

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.resources import Resource

_VAULT: Final = ("VaultStaticSecret", "VaultDynamicSecret", "VaultPKISecret")
_SERVING: Final = (
    "service.beta.openshift.io/serving-cert-secret-name",
    "service.alpha.openshift.io/serving-cert-secret-name",
)
# on a Secret or ConfigMap that a controller copies to other namespaces
_COPIED: Final = (
    "reflector.v1.k8s.emberstack.com/reflection-auto-enabled",
    "replicator.v1.mittwald.de/replicate-to",
    "replicator.v1.mittwald.de/replicate-to-matching",
)


def of_secrets(resource: Resource) -> Iterator[Product]:
    """Give the Secrets and ConfigMaps that an object asks a controller for."""
    match resource.group, resource.kind:
        case "external-secrets.io", "ExternalSecret":
            yield from _external(resource)
        case "external-secrets.io", "ClusterExternalSecret":
            path = ("spec", "externalSecretSpec", "target", "name")
            name = resource.text(*path) or resource.text("spec", "externalSecretName")
            yield Product("Secret", ANY, name or resource.name, certain=False)
        case "secrets.hashicorp.com", kind if kind in _VAULT:
            if resource.at("spec", "destination", "create") is True:
                name = resource.text("spec", "destination", "name")
                yield Product("Secret", resource.namespace, name)
        case "isindir.github.com", "SopsSecret":
            for field in ("secretTemplates", "secret_templates"):
                yield from _listed(resource, field, "name")
        case "secrets-store.csi.x-k8s.io", "SecretProviderClass":
            yield from _listed(resource, "secretObjects", "secretName")
        case "trust.cert-manager.io", "Bundle":
            yield from _bundle(resource)
        case "", "Secret" | "ConfigMap":
            if any(each in resource.manifest.annotations for each in _COPIED):
                yield Product(resource.kind, ANY, resource.name, certain=False)
        case "", "Service":
            for each in _SERVING:
                name = resource.manifest.annotations.get(each)
                if isinstance(name, str):
                    yield Product("Secret", resource.namespace, name)


def _external(resource: Resource) -> Iterator[Product]:
    """Give the target of an ExternalSecret that makes it; Merge and None only change one."""
    policy = resource.text("spec", "target", "creationPolicy")
    if policy not in ("Merge", "None"):
        kind = resource.text("spec", "target", "manifest", "kind") or "Secret"
        name = resource.text("spec", "target", "name") or resource.name
        yield Product(kind, resource.namespace, name)


def _listed(resource: Resource, field: str, name: str) -> Iterator[Product]:
    for number, _ in enumerate(resource.items("spec", field)):
        yield Product("Secret", resource.namespace, resource.text("spec", field, number, name))


def _bundle(resource: Resource) -> Iterator[Product]:
    """Give a bundle's targets, which have its name in every namespace that it selects."""
    everywhere = not resource.mapping("spec", "target", "namespaceSelector")
    for field, kind in (("configMap", "ConfigMap"), ("secret", "Secret")):
        if resource.mapping("spec", "target", field):
            yield Product(kind, ANY, resource.name, certain=everywhere)
