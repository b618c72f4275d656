"""A resource → everything that it makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.references.making.canaries import of_canaries
from argowave.references.making.certificates import of_certificates
from argowave.references.making.copies import of_copies
from argowave.references.making.deployers import of_deployers
from argowave.references.making.hosts import of_hosts
from argowave.references.making.operators import of_connections, of_operators
from argowave.references.making.packages import of_packages
from argowave.references.making.product import ANY, Product
from argowave.references.making.programs import of_programs
from argowave.references.making.secrets import of_secrets
from argowave.references.making.workloads import of_workloads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from argowave.resources import Inventory, Resource

_SOURCES: Final[tuple[Callable[[Resource], Iterable[Product]], ...]] = (
    of_connections,
    of_operators,
    of_canaries,
    of_secrets,
    of_copies,
    of_hosts,
    of_certificates,
    of_workloads,
    of_programs,
    of_packages,
    of_deployers,
)


def products(resource: Resource) -> Iterator[Product]:
    """Give what a resource makes; what has no name is left out."""
    for source in _SOURCES:
        for product in source(resource):
            if product.name and product.kind:
                yield product


def composites(inventory: Inventory) -> Iterator[tuple[Resource, Product]]:
    """Give each composite resource and claim with what it may make: anything.

    Which kinds these are, the CompositeResourceDefinitions of the tree say; what one of them
    makes, its Composition and functions decide in the cluster. A namespaced one makes it beside
    itself; of a claim it is the composite resource, which has no namespace, that makes it. What
    composes comes before what is composed.
    """
    group = "apiextensions.crossplane.io"
    for definition in inventory.of_kind(group, "CompositeResourceDefinition"):
        beside = definition.manifest.api_version.endswith("/v2") and (
            definition.text("spec", "scope") in ("", "Namespaced")
        )
        for names in ("names", "claimNames"):
            kind = (definition.text("spec", "group"), definition.text("spec", names, "kind"))
            for resource in inventory.by_kind.get(kind, ()):
                place = resource.namespace if beside else ANY
                yield resource, Product(ANY, place, ANY, ANY, certain=False, but=group)
