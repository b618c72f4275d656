"""Finders over an inventory → the graph of everything that names something else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from argowave.references.elsewhere import Elsewhere, elsewhere
from argowave.references.finders import FINDERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from argowave.references.reference import Reference
    from argowave.resources import Inventory, Resource


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
    outgoing: Mapping[int, tuple[Edge, ...]]  # id of the source
    incoming: Mapping[int, tuple[Edge, ...]]  # id of the target

    def of(self, resource: Resource) -> tuple[Edge, ...]:
        """Return what a resource names."""
        return self.outgoing.get(id(resource), ())

    def to(self, resource: Resource) -> tuple[Edge, ...]:
        """Return what names a resource."""
        return self.incoming.get(id(resource), ())


def build_graph(inventory: Inventory) -> Graph:
    """Return the graph of every reference that the finders find."""
    edges = [_edge(inventory, reference) for finder in FINDERS for reference in finder(inventory)]
    outgoing: dict[int, list[Edge]] = {}
    incoming: dict[int, list[Edge]] = {}
    for edge in edges:
        outgoing.setdefault(id(edge.source), []).append(edge)
        if edge.target is not None:
            incoming.setdefault(id(edge.target), []).append(edge)
    return Graph(
        tuple(edges),
        {each: tuple(found) for each, found in outgoing.items()},
        {each: tuple(found) for each, found in incoming.items()},
    )


def _edge(inventory: Inventory, reference: Reference) -> Edge:
    for key in reference.keys:
        found = inventory.by_key.get(key)
        if found:
            return Edge(reference, _nearest(found, reference.source))
    for key in reference.keys:
        reason = elsewhere(inventory, key)
        if reason is not None:
            return Edge(reference, None, reason)
    doubt = Elsewhere(reference.doubt, certain=False) if reference.doubt else None
    return Edge(reference, None, doubt)


def _nearest(found: tuple[Resource, ...], source: Resource) -> Resource:
    """Return the object that the same Application applies, where several apply it."""
    return next((each for each in found if each.application is source.application), found[0])
