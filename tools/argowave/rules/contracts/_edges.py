"""What rules over missing targets of edges share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.rules.rule import Undecided

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references import Edge
    from argowave.rules.scene import Scene


def without_target(scene: Scene, kinds: frozenset[str]) -> Iterator[Edge]:
    """Give every edge to one of the kinds that leads to nothing in the tree."""
    for edge in scene.graph.edges:
        keys = edge.reference.keys
        if edge.target is None and not edge.reference.optional and keys and keys[0].kind in kinds:
            yield edge


def undecided(edge: Edge) -> Undecided | None:
    """Return why nobody can tell whether the target is there, None where it is not."""
    if edge.elsewhere is None or edge.elsewhere.certain:
        return None
    what = f"{edge.source.subject} → {edge.reference.wanted}"
    return Undecided(what, edge.elsewhere.reason)
