"""The objects of a tree that define kinds: CustomResourceDefinitions, and Crossplane's XRDs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.resources import Inventory, Resource

_DEFINING: Final = (
    ("apiextensions.k8s.io", "CustomResourceDefinition", ("names",)),
    ("apiextensions.crossplane.io", "CompositeResourceDefinition", ("names", "claimNames")),
)


@dataclass(frozen=True, slots=True)
class Definer:
    """One kind, and the object that defines it."""

    resource: Resource
    group: str
    kind: str
    served: tuple[str, ...]  # the names of its versions: v1, v1beta1


def definers_of(inventory: Inventory) -> dict[str, list[Definer]]:
    """Return {group: what defines a kind of it}, leaving out what is not written well enough."""
    found: dict[str, list[Definer]] = {}
    for group, kind, fields in _DEFINING:
        for resource in inventory.of_kind(group, kind):
            for field in fields:
                defined = resource.text("spec", field, "kind")
                if defined and resource.text("spec", "group"):
                    served = tuple(_served(resource.at("spec", "versions")))
                    each = Definer(resource, resource.text("spec", "group"), defined, served)
                    found.setdefault(each.group, []).append(each)
    return found


def _served(versions: Any) -> Iterator[str]:  # noqa: ANN401 (any JSON value)
    for version in versions if isinstance(versions, list) else ():
        if isinstance(version, dict) and version.get("served") is not False:
            yield str(version.get("name"))
