"""Certificates and what asks for them by annotations → their issuers; issuers → their Secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.references.named import Named, named_references, nothing_at
from argowave.references.reference import Need, refer
from argowave.references.secret_fields import secret_fields
from argowave.resources.key import Key
from argowave.words.slip import slip_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Reference
    from argowave.resources import Inventory, Resource

GROUP: Final = "cert-manager.io"
_FORMER: Final = "certmanager.k8s.io"  # of cert-manager before 0.11
_KINDS: Final = ("Issuer", "ClusterIssuer")
_ISSUER: Final = Named("spec.issuerRef", GROUP, _KINDS, "is issued by", need=Need.WAIT)
# issuers that are no part of cert-manager → their group
_FOREIGN: Final = {
    "AWSPCAClusterIssuer": "awspca.cert-manager.io",
    "AWSPCAIssuer": "awspca.cert-manager.io",
    "ClusterOriginIssuer": "cert-manager.k8s.cloudflare.com",
    "GoogleCASClusterIssuer": "cas-issuer.jetstack.io",
    "GoogleCASIssuer": "cas-issuer.jetstack.io",
    "OriginIssuer": "cert-manager.k8s.cloudflare.com",
    "StepClusterIssuer": "certmanager.step.sm",
    "StepIssuer": "certmanager.step.sm",
}
_TABLE: Final = {
    (GROUP, "Certificate"): (_ISSUER,),
    (GROUP, "CertificateRequest"): (_ISSUER,),
    (GROUP, "Issuer"): (Named("spec.ca", "", ("Secret",), "signs with", "secretName"),),
}
# what cert-manager's shim looks at, in the order in which it does
_ASKING: Final = (("networking.k8s.io", "Ingress"), ("gateway.networking.k8s.io", "Gateway"))
_WORDS: Final = {"issuer": "Issuer", "cluster-issuer": "ClusterIssuer"}  # of their annotations
_ISSUED: Final = "has its certificate issued by"
MADE: Final = "privateKeySecretRef"  # cert-manager makes it where it is missing


def certificate_references(inventory: Inventory) -> Iterator[Reference]:
    """Give the issuer of each Certificate, Ingress and Gateway, and the Secrets of each Issuer.

    A ClusterIssuer's Secrets are in the namespace that cert-manager is told, which is stated
    nowhere in the tree.
    """
    yield from named_references(inventory, _TABLE)
    for resource in inventory.of_kind(GROUP, "Certificate", "CertificateRequest"):
        yield from _without_group(inventory, resource)
    for group, kind in _ASKING:
        for resource in inventory.of_kind(group, kind):
            yield from _asked(resource)
            yield from _formerly_asked(inventory, resource)
    for resource in inventory.of_kind(GROUP, "Issuer", "Certificate"):
        for path, key, _ in secret_fields(resource, ("spec",), (MADE,)):
            yield refer(resource, path, key, "reads", need=Need.NONE)


def _without_group(inventory: Inventory, resource: Resource) -> Iterator[Reference]:
    """Give an issuer that is no part of cert-manager, where the group says that it is.

    validateIssuerRef in internal/apis/certmanager/validation of cert-manager: its webhook refuses
    any kind but these two unless the group is another one. Of the former group nothing is left.
    """
    path = ("spec", "issuerRef")
    group, kind, name = (resource.text(*path, field) for field in ("group", "kind", "name"))
    if group == _FORMER and name:
        stated = (group, kind or _KINDS[0], name)
        yield nothing_at(resource, (*path, "group"), stated, _ISSUER, GROUP)
    if group not in ("", GROUP) or not name or not kind.isalnum():
        return
    if kind in _KINDS or slip_of(kind, _KINDS):
        return
    applied = (of for of, each in inventory.by_kind if each == kind and of != GROUP)
    right = _FOREIGN.get(kind) or next(applied, "")
    meant = f"group: {right}" if right else " or ".join(_KINDS)
    yield nothing_at(resource, (*path, "kind"), (GROUP, kind, name), _ISSUER, meant)


def _asked(resource: Resource) -> Iterator[Reference]:
    """Give the issuer that annotations name: docs of cert-manager, "Annotated Ingress resource"."""
    annotations = resource.manifest.annotations
    for word, kinds in (("issuer", ("Issuer", "ClusterIssuer")), ("cluster-issuer", ())):
        name = annotations.get(f"{GROUP}/{word}")
        if not isinstance(name, str) or not name:
            continue
        stated = annotations.get(f"{GROUP}/issuer-kind") or "Issuer"
        kind = stated if kinds else "ClusterIssuer"
        if annotations.get(f"{GROUP}/issuer-group", GROUP) != GROUP:
            continue
        path = ("metadata", "annotations", f"{GROUP}/{word}")
        meant = ""
        if kinds and kind not in kinds:
            meant = slip_of(str(kind), kinds)
            if not meant:
                continue  # of an issuer that is no part of cert-manager
            path = (*path[:-1], f"{GROUP}/issuer-kind")
        namespace = resource.namespace if kind == "Issuer" else ""
        key = Key(resource.cluster, GROUP, str(kind), namespace, name)
        yield refer(resource, path, key, _ISSUED, need=Need.NONE, meant=meant)


def _formerly_asked(inventory: Inventory, resource: Resource) -> Iterator[Reference]:
    """Give the issuer that annotations of the former group alone name, which nobody reads now.

    Only where one of that name stands ready: cert-manager may be older than this tree.
    """
    annotations = resource.manifest.annotations
    if any(f"{GROUP}/{word}" in annotations for word in _WORDS):
        return
    for word, kind in _WORDS.items():
        name = annotations.get(f"{_FORMER}/{word}")
        namespace = resource.namespace if kind == "Issuer" else ""
        if not isinstance(name, str):
            continue
        if inventory.find(Key(resource.cluster, GROUP, kind, namespace, name)) is not None:
            path = ("metadata", "annotations", f"{_FORMER}/{word}")
            key = Key(resource.cluster, _FORMER, kind, namespace, name)
            wanted = f"{kind}/{name} of group {_FORMER}"
            meant = f"{GROUP}/{word}"
            yield refer(resource, path, key, _ISSUED, need=Need.NONE, wanted=wanted, meant=meant)
