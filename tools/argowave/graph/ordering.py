"""Layers → the order inside each, so that few links cross (Sugiyama's method, by barycentres)."""

from __future__ import annotations

from bisect import bisect_right, insort
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Layers = list[list[int]]
    Neighbours = Mapping[int, Sequence[int]]

_SWEEPS: Final = 8
_COUNTED: Final = 4_000  # links up to which crossings are counted; more are only swept


def arrange(layers: Layers, before: Neighbours, after: Neighbours) -> Layers:
    """Return the layers with the order that has the fewest crossings of those that were tried.

    Args:
        layers: nodes by layer; every link leads from one layer to the next.
        before: the nodes that lead to a node.
        after: the nodes that a node leads to.
    """
    is_counted = sum(map(len, after.values())) <= _COUNTED
    best, fewest = [list(each) for each in layers], -1
    current = [list(each) for each in layers]
    for sweep in range(_SWEEPS):
        down = sweep % 2 == 0
        numbers = range(1, len(current)) if down else range(len(current) - 2, -1, -1)
        for number in numbers:
            near = current[number - 1 if down else number + 1]
            current[number] = _sorted(current[number], near, before if down else after)
        crossings = _crossings(current, after) if is_counted else 0
        if fewest < 0 or crossings < fewest or not is_counted:
            best, fewest = [list(each) for each in current], crossings
        if not fewest and is_counted:
            break
    return best


def _sorted(layer: list[int], near: list[int], neighbours: Neighbours) -> list[int]:
    """Return a layer by the mean place of each node's neighbours; without any it keeps its own."""
    places = {node: place for place, node in enumerate(near)}
    scale = len(near) / max(len(layer), 1)

    def mean(place: int, node: int) -> float:
        found = [places[each] for each in neighbours.get(node, ()) if each in places]
        return sum(found) / len(found) if found else place * scale

    means = {node: mean(place, node) for place, node in enumerate(layer)}
    return sorted(layer, key=means.__getitem__)  # stable, so that equals keep their order


def _crossings(layers: Layers, after: Neighbours) -> int:
    total = 0
    for layer, below in pairwise(layers):
        places = {node: place for place, node in enumerate(below)}
        seen: list[int] = []
        for node in layer:
            ends = sorted(places[each] for each in after.get(node, ()) if each in places)
            total += sum(len(seen) - bisect_right(seen, end) for end in ends)
            for end in ends:
                insort(seen, end)
    return total
