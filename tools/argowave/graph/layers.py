"""Nodes and links → the layer of each node, from left to right, whatever circles there are."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    Ends = tuple[int, int]


def without_circles(count: int, links: Sequence[Ends]) -> list[Ends]:
    """Return the links with those turned around that close a circle, and no link to itself.

    Args:
        count: how many nodes there are; a node is its number.
        links: (source, target) of each link.
    """
    after: dict[int, list[int]] = defaultdict(list)
    for source, target in dict.fromkeys(links):
        if source != target:
            after[source].append(target)
    starts = {target for _, target in links}
    state = [0] * count  # 1 while something below it is looked at, 2 after that
    found: dict[Ends, None] = {}
    # first what nothing leads to, so that a circle is cut where it comes back
    for start in sorted(range(count), key=lambda node: node in starts):
        stack = [(start, iter(after[start]))] if not state[start] else []
        state[start] = state[start] or 1
        while stack:
            node, rest = stack[-1]
            below = next(rest, None)
            if below is None:
                state[node] = 2
                stack.pop()
            else:
                found[(below, node) if state[below] == 1 else (node, below)] = None
                if not state[below]:
                    state[below] = 1
                    stack.append((below, iter(after[below])))
    return list(found)


def layers_of(count: int, links: Sequence[Ends]) -> list[int]:
    """Return each node's layer: behind everything that leads to it, and close to what it leads to.

    Args:
        count: how many nodes there are.
        links: of a graph without circles.
    """
    after: dict[int, list[int]] = defaultdict(list)
    waiting = [0] * count
    for source, target in links:
        after[source].append(target)
        waiting[target] += 1
    layer = [0] * count
    order = [node for node in range(count) if not waiting[node]]
    is_start = [not each for each in waiting]
    for node in order:  # it grows while it is read
        for below in after[node]:
            layer[below] = max(layer[below], layer[node] + 1)
            waiting[below] -= 1
            if not waiting[below]:
                order.append(below)
    for node in order:
        if is_start[node] and after[node]:
            layer[node] = min(layer[below] for below in after[node]) - 1
    return layer
