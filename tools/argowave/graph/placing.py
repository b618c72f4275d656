"""Layers in order → a height for each node: near its neighbours, and never over another one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Neighbours = Mapping[int, Sequence[int]]

_SWEEPS: Final = 6


def place(
    layers: Sequence[Sequence[int]],
    heights: Mapping[int, float],
    before: Neighbours,
    after: Neighbours,
    gap: float,
) -> dict[int, float]:
    """Return the middle of each node, from 0 down.

    Args:
        layers: nodes by layer, in order.
        heights: of each node.
        before: the nodes that lead to a node.
        after: the nodes that a node leads to.
        gap: between two nodes of a layer.
    """
    middles: dict[int, float] = {}
    for layer in layers:
        _settle(layer, heights, gap, [0.0] * len(layer), middles)
    for sweep in range(_SWEEPS):
        neighbours = after if sweep % 2 else before
        for layer in layers if sweep % 2 == 0 else reversed(layers):
            wanted = []
            for node in layer:
                found = [middles[each] for each in neighbours.get(node, ())]
                wanted.append(sum(found) / len(found) if found else middles[node])
            _settle(layer, heights, gap, wanted, middles)
    top = min((middles[node] - heights[node] / 2 for node in middles), default=0.0)
    return {node: middle - top for node, middle in middles.items()}


def _settle(
    layer: Sequence[int],
    heights: Mapping[int, float],
    gap: float,
    wanted: Sequence[float],
    middles: dict[int, float],
) -> None:
    """Put the nodes of a layer as near as possible to where they are wanted, in their order.

    Least squares under the condition that each keeps its distance: neighbours that would overlap
    move as one block, to the mean of what they want (pool adjacent violators).
    """
    blocks: list[tuple[float, int]] = []  # mean, number of nodes
    offsets: list[float] = []
    offset = 0.0
    for number, node in enumerate(layer):
        if number:
            offset += (heights[layer[number - 1]] + heights[node]) / 2 + gap
        offsets.append(offset)
        mean, size = wanted[number] - offset, 1
        while blocks and blocks[-1][0] >= mean:
            other, others = blocks.pop()
            mean, size = (mean * size + other * others) / (size + others), size + others
        blocks.append((mean, size))
    number = 0
    for mean, size in blocks:
        for _ in range(size):
            middles[layer[number]] = mean + offsets[number]
            number += 1
