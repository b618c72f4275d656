"""Certificates and what asks for them by annotations → their issuers; issuers → their Secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.references.named import Named, named_references
from argowave.references.reference import Need, refer
from argowave.references.secret_fields import secret_fields
from argowave.resources.key import Key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Reference
    from argowave.resources import Inventory, Resource

GROUP: Final = "cert-manager.io"
_ISSUER: Final = Named(
    "spec.issuerRef", GROUP, ("Issuer", "ClusterIssuer"), "is issued by", need=Need.WAIT
)
_TABLE: Final = {
    (GROUP, "Certificate"): (_ISSUER,),
    (GROUP, "CertificateRequest"): (_ISSUER,),
    (GROUP, "Issuer"): (Named("spec.ca", "", ("Secret",), "signs with", "secretName"),),
}
# what cert-manager's shim looks at, in the order in which it does
_ASKING: Final = (("networking.k8s.io", "Ingress"), ("gateway.networking.k8s.io", "Gateway"))
MADE: Final = "privateKeySecretRef"  # cert-manager makes it where it is missing


def certificate_references(inventory: Inventory) -> Iterator[Reference]:
    """Give the issuer of each Certificate, Ingress and Gateway, and the Secrets of each Issuer.

    A ClusterIssuer's Secrets are in the namespace that cert-manager is told, which is stated
    nowhere in the tree.
    """
    yield from named_references(inventory, _TABLE)
    for group, kind in _ASKING:
        for resource in inventory.of_kind(group, kind):
            yield from _asked(resource)
    for resource in inventory.of_kind(GROUP, "Issuer", "Certificate"):
        for path, key, _ in secret_fields(resource, ("spec",), (MADE,)):
            yield refer(resource, path, key, "reads", need=Need.NONE)


def _asked(resource: Resource) -> Iterator[Reference]:
    """Give the issuer that annotations name: docs of cert-manager, "Annotated Ingress resource"."""
    annotations = resource.manifest.annotations
    for word, kinds in (("issuer", ("Issuer", "ClusterIssuer")), ("cluster-issuer", ())):
        name = annotations.get(f"{GROUP}/{word}")
        if not isinstance(name, str) or not name:
            continue
        stated = annotations.get(f"{GROUP}/issuer-kind") or "Issuer"
        kind = stated if kinds else "ClusterIssuer"
        if kinds and kind not in kinds:
            continue  # of an issuer that is no part of cert-manager
        if annotations.get(f"{GROUP}/issuer-group", GROUP) != GROUP:
            continue
        namespace = resource.namespace if kind == "Issuer" else ""
        key = Key(resource.cluster, GROUP, kind, namespace, name)
        path = ("metadata", "annotations", f"{GROUP}/{word}")
        yield refer(resource, path, key, "has its certificate issued by", need=Need.NONE)
