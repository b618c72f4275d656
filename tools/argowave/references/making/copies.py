"""What is copied to other namespaces, or made because an annotation asks for it → the copies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.references.making.product import ANY, Product

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Path
    from argowave.resources import Resource

# of OpenShift, on a Service
_SERVING: Final = (
    "service.beta.openshift.io/serving-cert-secret-name",
    "service.alpha.openshift.io/serving-cert-secret-name",
)
# on a Secret or ConfigMap that a controller copies
_COPIED: Final = (
    "reflector.v1.k8s.emberstack.com/reflection-auto-enabled",
    "replicator.v1.mittwald.de/replicate-to",
    "replicator.v1.mittwald.de/replicate-to-matching",
)
# (group, kind) of what makes a Secret → the annotations that it gets, the field of its name
_TEMPLATES: Final[dict[tuple[str, str], tuple[Path, Path]]] = {
    ("cert-manager.io", "Certificate"): (
        ("spec", "secretTemplate", "annotations"),
        ("spec", "secretName"),
    ),
    ("external-secrets.io", "ExternalSecret"): (
        ("spec", "target", "template", "metadata", "annotations"),
        ("spec", "target", "name"),
    ),
    ("bitnami.com", "SealedSecret"): (
        ("spec", "template", "metadata", "annotations"),
        ("spec", "template", "metadata", "name"),
    ),
}


def of_copies(resource: Resource) -> Iterator[Product]:
    """Give what annotations, and trust-manager's bundles, put into namespaces."""
    annotations = resource.manifest.annotations
    if template := _TEMPLATES.get((resource.group, resource.kind)):
        given, name_at = template
        if any(each in resource.mapping(*given) for each in _COPIED):
            yield Product("Secret", ANY, resource.text(*name_at) or resource.name, certain=False)
    match resource.group, resource.kind:
        case "trust.cert-manager.io", "Bundle":
            yield from _bundle(resource)
        case "", "Secret" | "ConfigMap":
            if any(each in annotations for each in _COPIED):
                yield Product(resource.kind, ANY, resource.name, certain=False)
        case "", "Service":
            names = (annotations.get(each) for each in _SERVING)
            for name in names:
                if isinstance(name, str):
                    yield Product("Secret", resource.namespace, name)


def _bundle(resource: Resource) -> Iterator[Product]:
    """Give a bundle's targets, which have its name in every namespace that it selects."""
    everywhere = not resource.mapping("spec", "target", "namespaceSelector")
    for field, kind in (("configMap", "ConfigMap"), ("secret", "Secret")):
        if resource.mapping("spec", "target", field):
            yield Product(kind, ANY, resource.name, certain=everywhere)
