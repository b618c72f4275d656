"""Edges → dependencies: what has to come first, with what decides whether it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from argowave.gates.places import Order
from argowave.references import Need, is_there_anyway

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.gates.places import Comparison, Places
    from argowave.references import Edge, Graph
    from argowave.resources import Inventory, Resource
    from argowave.tree import Application

ARGO_CD: Final = "argocd"  # the namespace of Applications that state none
_BEST_FIRST: Final = (Order.EARLIER, Order.OUTSIDE, Order.UNKNOWN, Order.TOGETHER, Order.LATER)


@dataclass(frozen=True, slots=True)
class Dependency:
    """One edge that has to do with order."""

    edge: Edge
    target: Resource  # an Application object where its CreateNamespace makes the Namespace
    comparison: Comparison

    @property
    def source(self) -> Resource:
        """The object that needs the other one."""
        return self.edge.source

    @property
    def must_be_ready(self) -> bool:
        """Whether to be applied is not enough."""
        return self.edge.reference.need is Need.READY

    @property
    def waits(self) -> bool:
        """Whether the source waits by itself, so that only its own sync can be in the way."""
        return self.edge.reference.need is Need.WAIT


def find_dependencies(inventory: Inventory, graph: Graph, places: Places) -> list[Dependency]:
    """Return what the edges say about order; of several targets that will do, the best one.

    Left out is what waits by itself and holds nothing up, what may be missing, and the namespace
    that Argo CD itself runs in, which is there before anything is synced.
    """
    home = {ARGO_CD, *(each.namespace for each in inventory.resources if _is_root(each))}
    found = []
    for edge in graph.edges:
        reference = edge.reference
        if reference.need is Need.NONE or reference.optional:
            continue
        if any(key.kind == "Namespace" and key.name in home for key in reference.keys):
            continue
        best: Dependency | None = None
        for target in _targets(inventory, edge):
            comparison = places.compare(edge.source, target)
            if best is None or _rank(comparison) < _rank(best.comparison):
                best = Dependency(edge, target, comparison)
        if best is not None and not (best.waits and _may_wait(best)):
            found.append(best)
    return found


def _may_wait(dependency: Dependency) -> bool:
    """Tell whether what waits by itself does no harm: unless it holds up what it waits for.

    That is so where one sync applies both and comes to the other one only when this one is Healthy.
    Of two Applications it depends on how their own health is judged.
    """
    comparison = dependency.comparison
    is_one_sync = comparison.source is dependency.source and comparison.target is dependency.target
    return comparison.order is not Order.LATER or not is_one_sync


def _rank(comparison: Comparison) -> int:
    return _BEST_FIRST.index(comparison.order)


def _is_root(resource: Resource) -> bool:
    return resource.application is None and resource.kind == "Application"


def _targets(inventory: Inventory, edge: Edge) -> Iterator[Resource]:
    source = edge.source
    for key in edge.reference.keys:
        creators: tuple[Application, ...] = ()
        if key.kind == "Namespace" and not key.group:
            if is_there_anyway(inventory, key):
                return  # whoever says to create it, or labels it, comes to one that exists
            if source.application is not None and inventory.creates(source.application, key):
                return
            creators = inventory.created.get((key.cluster, key.name), ())
        yield from inventory.by_key.get(key, ())
        for creator in creators:
            if declaration := inventory.declaration_of(creator):
                yield declaration
