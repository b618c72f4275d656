"""Secrets and ConfigMaps of the tree into which somebody else writes keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.references.made import maker_of
from argowave.resources.key import Key
from argowave.resources.once import once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Path
    from argowave.resources import Inventory, Resource

# (group, kind) → the name of the Secret that it fills, also one that it does not make
_FILLING: Final[dict[tuple[str, str], Path]] = {
    ("external-secrets.io", "ExternalSecret"): ("spec", "target", "name"),
    ("secrets.hashicorp.com", "VaultStaticSecret"): ("spec", "destination", "name"),
    ("secrets.hashicorp.com", "VaultDynamicSecret"): ("spec", "destination", "name"),
    ("secrets.hashicorp.com", "VaultPKISecret"): ("spec", "destination", "name"),
}
# on what a controller fills from an object of another namespace
_PULLED: Final = (
    "reflector.v1.k8s.emberstack.com/reflects",
    "replicator.v1.mittwald.de/replicate-from",
)


def is_filled(inventory: Inventory, resource: Resource) -> bool:
    """Tell whether a Secret or ConfigMap has keys in its cluster that it has not in Git."""
    maker = maker_of(inventory, resource.key)
    return (
        (maker is not None and maker.certain)
        or resource.key in _filled(inventory)
        or any(each in resource.manifest.annotations for each in _PULLED)
    )


@once
def _filled(inventory: Inventory) -> frozenset[Key]:
    return frozenset(_keys(inventory))


def _keys(inventory: Inventory) -> Iterator[Key]:
    for (group, kind), path in _FILLING.items():
        for resource in inventory.of_kind(group, kind):
            name = resource.text(*path) or resource.name
            yield Key(resource.cluster, "", "Secret", resource.namespace, name)
