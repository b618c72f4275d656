"""Finders over an inventory → the graph of everything that names something else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from argowave.references.elsewhere import Elsewhere, elsewhere
from argowave.references.finders import FINDERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from argowave.references.reference import Reference
    from argowave.resources import Inventory, Key, Resource


@dataclass(frozen=True, slots=True, eq=False)
class Edge:
    """A reference and what it leads to."""

    reference: Reference
    target: Resource | None
    elsewhere: Elsewhere | None = None  # why the target may be there without being in the tree

    @property
    def source(self) -> Resource:
        """The object that names the other one."""
        return self.reference.source

    @property
    def is_dangling(self) -> bool:
        """Whether the target is nowhere."""
        return self.target is None and self.elsewhere is None


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """Every edge of one tree, from both ends."""

    edges: tuple[Edge, ...]
    outgoing: Mapping[Resource, tuple[Edge, ...]]  # by the source
    incoming: Mapping[Resource, tuple[Edge, ...]]  # by the target

    def of(self, resource: Resource) -> tuple[Edge, ...]:
        """Return what a resource names."""
        return self.outgoing.get(resource, ())

    def to(self, resource: Resource) -> tuple[Edge, ...]:
        """Return what names a resource."""
        return self.incoming.get(resource, ())


def build_graph(inventory: Inventory) -> Graph:
    """Return the graph of every reference that the finders find."""
    reasons: dict[Key, Elsewhere | None] = {}  # of what is not in the tree, and named many times
    edges = tuple(
        _edge(inventory, reference, reasons)
        for finder in FINDERS
        for reference in finder(inventory)
    )
    outgoing: dict[Resource, list[Edge]] = {}
    incoming: dict[Resource, list[Edge]] = {}
    for edge in edges:
        outgoing.setdefault(edge.source, []).append(edge)
        if edge.target is not None:
            incoming.setdefault(edge.target, []).append(edge)
    return Graph(edges, _tuples(outgoing), _tuples(incoming))


def _tuples(found: dict[Resource, list[Edge]]) -> dict[Resource, tuple[Edge, ...]]:
    return {each: tuple(edges) for each, edges in found.items()}


def _edge(inventory: Inventory, reference: Reference, reasons: dict[Key, Elsewhere | None]) -> Edge:
    for key in reference.keys:
        found = inventory.by_key.get(key)
        if found:
            return Edge(reference, _nearest(found, reference.source))
    for key in reference.keys:
        if key not in reasons:
            reasons[key] = elsewhere(inventory, key)
        reason = reasons[key]
        if reason is not None:
            return Edge(reference, None, reason)
    doubt = Elsewhere(reference.doubt, certain=False) if reference.doubt else None
    return Edge(reference, None, doubt)


def _nearest(found: tuple[Resource, ...], source: Resource) -> Resource:
    """Return the object that the same Application applies, where several apply it."""
    return next((each for each in found if each.application is source.application), found[0])
