"""Role bindings → their roles and the service accounts among their subjects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.references.reference import Need, refer
from argowave.resources.key import Key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Reference
    from argowave.resources import Inventory, Resource

_GROUP: Final = "rbac.authorization.k8s.io"


def binding_references(inventory: Inventory) -> Iterator[Reference]:
    """Give the role and the service accounts of each binding."""
    for binding in inventory.of_kind(_GROUP, "RoleBinding", "ClusterRoleBinding"):
        kind, name = binding.text("roleRef", "kind"), binding.text("roleRef", "name")
        if kind in ("Role", "ClusterRole") and name:
            namespace = binding.namespace if kind == "Role" else ""
            key = Key(binding.cluster, _GROUP, kind, namespace, name)
            yield refer(binding, ("roleRef", "name"), key, "grants")
        for number, _ in enumerate(binding.items("subjects")):
            yield from _subject(binding, number)


def _subject(binding: Resource, number: int) -> Iterator[Reference]:
    path = ("subjects", number)
    name = binding.text(*path, "name")
    if name and binding.text(*path, "kind") == "ServiceAccount":
        namespace = binding.text(*path, "namespace") or binding.namespace
        key = Key(binding.cluster, "", "ServiceAccount", namespace, name)
        # the binding takes effect when the account comes
        yield refer(binding, (*path, "name"), key, "grants to", need=Need.NONE)
