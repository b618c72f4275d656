"""A picture → where everything is: boxes with lines of text, and curves between them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from argowave.graph.layers import layers_of, without_circles
from argowave.graph.model import Role
from argowave.graph.ordering import arrange
from argowave.graph.placing import place
from argowave.graph.wording import columns, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from argowave.graph.model import Link, Node, Picture

    Point = tuple[float, float]

COLUMN: Final = 7.7  # of the widest common fonts, in pixels: bold at 12 px
NOTE: Final = 6.4  # the same for kinds, notes and labels: plain at 10.5 px
LINE: Final = 16.0
PAD: Final = 10.0
_GAP: Final = 22.0  # between two boxes of a layer
_BETWEEN: Final = 56.0  # between two layers, at least
_BEND: Final = 6.0  # the height of a link beside boxes
_MARGIN: Final = 16.0
_DUMMIES: Final = 20_000  # bends of long links up to which they go around boxes


@dataclass(frozen=True, slots=True)
class Box:
    """One node, in pixels."""

    node: Node
    x: float  # left
    y: float  # top
    width: float
    height: float
    kind: str  # "" where no line says it
    name: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """One link: from its first point to its last, by way of the others.

    It is level from an even point to the next one, beside or between boxes, and bends from there
    to the one after it, between two layers.
    """

    link: Link
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole picture, in pixels."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    curves: tuple[Curve, ...]


def lay_out(picture: Picture) -> Layout:
    """Return the layout of a picture, the same one for the same picture."""
    return _Layout(picture).layout()


class _Layout:
    def __init__(self, picture: Picture) -> None:
        self._picture = picture
        self._number = {node.id: number for number, node in enumerate(picture.nodes)}
        self._ends = [(self._number[x.source], self._number[x.target]) for x in picture.links]
        count = len(picture.nodes)
        acyclic = without_circles(count, self._ends)
        self._layer = layers_of(count, acyclic)
        self._before: dict[int, list[int]] = defaultdict(list)
        self._after: dict[int, list[int]] = defaultdict(list)
        self._bends: dict[tuple[int, int], list[int]] = {}  # of each link, from left to right
        self._connect(acyclic)
        self._texts = [_texts(node) for node in picture.nodes]
        self._sizes = [_size(*texts) for texts in self._texts]

    def _connect(self, links: Sequence[tuple[int, int]]) -> None:
        """Split links over several layers into pieces with a bend in each layer."""
        total = sum(self._layer[target] - self._layer[source] - 1 for source, target in links)
        for source, target in links:
            way = [source]
            if total <= _DUMMIES:
                for layer in range(self._layer[source] + 1, self._layer[target]):
                    way.append(len(self._layer))
                    self._layer.append(layer)
            self._bends[source, target] = way[1:]
            for one, other in zip(way, [*way[1:], target], strict=True):
                self._after[one].append(other)
                self._before[other].append(one)

    def layout(self) -> Layout:
        count = len(self._picture.nodes)
        layers: list[list[int]] = [[] for _ in range(max(self._layer, default=0) + 1)]
        for node, layer in enumerate(self._layer):
            layers[layer].append(node)
        layers = arrange(layers, self._before, self._after)
        heights = {
            node: self._sizes[node][1] if node < count else _BEND
            for node in range(len(self._layer))
        }
        middles = place(layers, heights, self._before, self._after, _GAP)
        widths = [max((self._sizes[x][0] for x in each if x < count), default=0) for each in layers]
        lefts = self._lefts(widths)
        boxes = tuple(self._box(n, lefts, widths, middles) for n in range(count))
        bends = {
            node: _across(lefts, widths, self._layer[node], middles[node] + _MARGIN)
            for node in range(len(self._layer))
        }
        curves = tuple(
            Curve(link, tuple(self._points(ends, boxes, bends)))
            for link, ends in zip(self._picture.links, self._ends, strict=True)
        )
        width = max((box.x + box.width for box in boxes), default=0) + _MARGIN
        lowest = [box.y + box.height for box in boxes]
        lowest += [y for curve in curves for _, y in curve.points]
        return Layout(width, max(lowest, default=0) + _MARGIN, boxes, curves)

    def _lefts(self, widths: Sequence[float]) -> list[float]:
        """Return the left side of each layer; wide labels push the next layer away."""
        room = [_BETWEEN] * len(widths)
        for link, (source, target) in zip(self._picture.links, self._ends, strict=True):
            layer = min(self._layer[source], self._layer[target])
            room[layer] = max(room[layer], columns(link.label) * NOTE + 20)
        lefts = [_MARGIN]
        for width, between in zip(widths, room, strict=True):
            lefts.append(lefts[-1] + width + between)
        return lefts

    def _box(
        self, node: int, lefts: list[float], widths: list[float], middles: dict[int, float]
    ) -> Box:
        width, height = self._sizes[node]
        layer = self._layer[node]
        left = lefts[layer] + (widths[layer] - width) / 2
        top = middles[node] - height / 2 + _MARGIN
        kind, name, notes = self._texts[node]
        return Box(self._picture.nodes[node], left, top, width, height, kind, name, notes)

    def _points(
        self, ends: tuple[int, int], boxes: Sequence[Box], bends: dict[int, tuple[Point, Point]]
    ) -> list[Point]:
        source, target = ends
        if source == target:
            return _loop(boxes[source])
        is_back = ends not in self._bends
        first, last = (target, source) if is_back else (source, target)
        between = [point for each in self._bends[first, last] for point in bends[each]]
        points = [_right(boxes[first]), bends[first][1], *between]
        points += [bends[last][0], _left(boxes[last])]
        return points[::-1] if is_back else points


def _texts(node: Node) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    kind = wrap(node.kind)[0] if node.kind and node.role is not Role.WAVE else ""
    notes = tuple(line for note in node.notes for line in wrap(note))
    return kind, tuple(wrap(node.name or "?")), notes


def _size(kind: str, name: tuple[str, ...], notes: tuple[str, ...]) -> Point:
    lines = [*([kind] if kind else []), *name, *notes]
    widest = max(columns(each) for each in name) * COLUMN
    widest = max(widest, *(columns(each) * NOTE for each in lines))
    return widest + 2 * PAD, len(lines) * LINE + PAD


def _across(
    lefts: Sequence[float], widths: Sequence[float], layer: int, y: float
) -> tuple[Point, Point]:
    """Return where something level enters a layer, and where it leaves it."""
    return (lefts[layer], y), (lefts[layer] + widths[layer], y)


def _right(box: Box) -> Point:
    return box.x + box.width, box.y + box.height / 2


def _left(box: Box) -> Point:
    return box.x, box.y + box.height / 2


def _loop(box: Box) -> list[Point]:
    x, y = _right(box)
    below = box.y + box.height + _GAP / 2
    left = box.x - PAD
    return [(x, y), (x + PAD, y), (x + PAD, below), (left, below), (left, y), (box.x, y)]
