"""Everything that is namespaced → its Namespace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.references.reference import Need, refer
from argowave.resources.key import Key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Reference
    from argowave.resources import Inventory


def namespace_references(inventory: Inventory) -> Iterator[Reference]:
    """Give a reference from each namespaced object to its Namespace."""
    for resource in inventory.resources:
        namespace = resource.namespace
        if namespace and resource.application is not None:
            path = ("metadata", "namespace") if resource.manifest.namespace else ("metadata",)
            key = Key(resource.cluster, "", "Namespace", "", namespace)
            if resource.is_scope_known:
                yield refer(resource, path, key, "is in")
            else:
                doubt = f"no schema here says whether {resource.kind} is namespaced"
                yield refer(resource, path, key, "is in", need=Need.NONE, doubt=doubt)
