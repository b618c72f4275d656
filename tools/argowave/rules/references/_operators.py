"""Custom resources whose controllers may make pods, with labels that the tree does not show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from argowave.references.operated import makers_of_pods

if TYPE_CHECKING:
    from argowave.resources import Inventory, Resource

_PACKAGES: Final = "pkg.crossplane.io"


def maker_of_pods(
    inventory: Inventory, resource: Resource, labels: dict[str, Any]
) -> Resource | None:
    """Return what may make pods with some labels in a resource's namespace, None without any.

    Args:
        inventory: of the tree.
        resource: the object that selects.
        labels: that it wants; those of Crossplane's packages say where the pods come from.
    """
    packages = inventory.of_kind(_PACKAGES, "Provider", "Function")
    if packages and any(str(key).startswith(f"{_PACKAGES}/") for key in labels):
        return packages[0]
    found = makers_of_pods(inventory).get((resource.cluster, resource.namespace))
    return found[0] if found else None
