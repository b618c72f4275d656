"""External Secrets: what reads and writes Secrets → stores; stores → what they log in with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.references.named import Named, named_references
from argowave.references.reference import Need, refer
from argowave.references.secret_fields import secret_fields
from argowave.resources.key import Key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Path, Reference
    from argowave.resources import Inventory, Resource

GROUP: Final = "external-secrets.io"
STORES: Final = ("SecretStore", "ClusterSecretStore")
_GENERATORS: Final = (
    *("ACRAccessToken", "ClusterGenerator", "ECRAuthorizationToken", "Fake", "GCRAccessToken"),
    *("GithubAccessToken", "Grafana", "Password", "QuayAccessToken", "STSSessionToken", "UUID"),
    *("VaultDynamicSecret", "Webhook"),
)


def _stores(*places: str) -> tuple[Named, ...]:
    return tuple(Named(each, GROUP, STORES, "reads from", need=Need.WAIT) for each in places)


_GENERATOR: Final = Named(
    "spec.dataFrom[].sourceRef.generatorRef",
    f"generators.{GROUP}",
    _GENERATORS,
    "is filled by",
)
_TABLE: Final = {
    (GROUP, "ExternalSecret"): (
        *_stores(
            "spec.secretStoreRef",
            "spec.data[].sourceRef.storeRef",
            "spec.dataFrom[].sourceRef.storeRef",
        ),
        _GENERATOR,
    ),
    # a SecretStore is one of each namespace that it writes into
    (GROUP, "ClusterExternalSecret"): _stores("spec.externalSecretSpec.secretStoreRef"),
    (GROUP, "PushSecret"): (
        Named("spec.secretStoreRefs[]", GROUP, STORES, "writes to"),
        Named("spec.selector.secret", "", ("Secret",), "reads"),
    ),
}


def store_references(inventory: Inventory) -> Iterator[Reference]:
    """Give the store of each ExternalSecret, and what each store logs in with."""
    yield from named_references(inventory, _TABLE)
    for store in inventory.of_kind(GROUP, *STORES):
        base: Path = ("spec", "provider")
        for path, key, _ in secret_fields(store, base):
            yield refer(store, path, key, "logs in with", need=Need.NONE)
        yield from _accounts(store, base)


def _accounts(store: Resource, path: Path) -> Iterator[Reference]:
    """Give each serviceAccountRef; a ClusterSecretStore's has to state its namespace."""
    for field in store.mapping(*path):
        place = (*path, field)
        name = store.text(*place, "name")
        namespace = store.text(*place, "namespace") or store.namespace
        if field == "serviceAccountRef" and name and namespace:
            key = Key(store.cluster, "", "ServiceAccount", namespace, name)
            yield refer(store, (*place, "name"), key, "logs in as", need=Need.NONE)
        yield from _accounts(store, place)
