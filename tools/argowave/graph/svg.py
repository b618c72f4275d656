"""A picture → one SVG: no script, no network, light and dark, and the same bytes every time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from argowave.graph.layout import LINE, PAD, lay_out
from argowave.graph.wording import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.graph.layout import Box, Curve
    from argowave.graph.model import Link, Picture

_DESCRIBED: Final = 50  # links that the description reads out; the rest is counted
# Everything is drawn in the colour of the text around it; a page may set the variables.
STYLE: Final = """\
.argowave-graph{color-scheme:light dark;font:12px/1.3 system-ui,sans-serif}
.argowave-graph{color:var(--graph-ink,#1f2328)}
@media(prefers-color-scheme:dark){.argowave-graph{color:var(--graph-ink,#e6edf3)}}
.argowave-graph rect{fill:currentColor;fill-opacity:.04;stroke:currentColor;stroke-opacity:.5}
.argowave-graph path{fill:none;stroke:currentColor;stroke-opacity:.6}
.argowave-graph text{fill:currentColor;text-anchor:middle;unicode-bidi:plaintext}
.argowave-graph .kind,.argowave-graph .note,.argowave-graph .link text{font-size:10.5px;opacity:.75}
.argowave-graph .name{font-weight:600}
.argowave-graph .link text{opacity:1;paint-order:stroke;stroke:var(--graph-paper,Canvas)}
.argowave-graph .link text{stroke-width:4px}
.argowave-graph .dashed path,.argowave-graph .missing rect{stroke-dasharray:5 4}
.argowave-graph .head{fill:currentColor;stroke:none}
.argowave-graph .topic rect{fill:var(--graph-topic,#bf3989);fill-opacity:.14}
.argowave-graph .queue rect{fill:var(--graph-queue,#9a6700);fill-opacity:.16}
.argowave-graph .table rect{fill:var(--graph-table,#0969da);fill-opacity:.14}
.argowave-graph .workload rect{fill:var(--graph-workload,#1a7f37);fill-opacity:.14}
.argowave-graph .application rect{fill:var(--graph-application,#8250df);fill-opacity:.12}
.argowave-graph .missing rect{stroke:var(--graph-missing,#cf222e);stroke-opacity:1}
"""


def write_svg(picture: Picture, prefix: str = "graph", *, with_style: bool = True) -> Iterator[str]:
    """Give the SVG line by line.

    Every node is a `g` with the classes `node` and its role, and the id PREFIX-n0; every link one
    with the class `link` and the id PREFIX-l0.

    Args:
        picture: what to draw.
        prefix: of ids, which have to be unique in a page with several pictures.
        with_style: False for a page that has STYLE once for all of them.
    """
    layout = lay_out(picture)
    name = re.sub(r"[^A-Za-z0-9-]", "-", prefix)
    width, height = _number(layout.width), _number(layout.height)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="argowave-graph" role="img" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'aria-labelledby="{name}-title {name}-desc">'
    )
    yield f'<title id="{name}-title">{_text(picture.title)}</title>'
    yield f'<desc id="{name}-desc">{_text(_described(picture))}</desc>'
    if with_style:
        yield f"<style>{escape(STYLE)}</style>"
    for curve in layout.curves:
        yield from _curve(curve, name)
    for box in layout.boxes:
        yield from _box(box, name)
    yield "</svg>"


def _box(box: Box, prefix: str) -> Iterator[str]:
    node = box.node
    yield f'<g id="{prefix}-{node.id}" class="node {node.role}">'
    yield f"<title>{_text(node.subject)}</title>"
    radius = box.height / 2 if node.role == "wave" else 6
    yield (
        f'<rect x="{_number(box.x)}" y="{_number(box.y)}" width="{_number(box.width)}" '
        f'height="{_number(box.height)}" rx="{_number(min(radius, 16))}"/>'
    )
    lines = [("kind", box.kind)] if box.kind else []
    lines += [("name", each) for each in box.name] + [("note", each) for each in box.notes]
    middle = box.x + box.width / 2
    for number, (style, line) in enumerate(lines):
        y = box.y + PAD / 2 + LINE * number + LINE * 0.72
        yield _line(middle, y, line, f' class="{style}"')
    yield "</g>"


def _curve(curve: Curve, prefix: str) -> Iterator[str]:
    link = curve.link
    yield f'<g id="{prefix}-{link.id}" class="link{" dashed" if link.dashed else ""}">'
    yield f'<path d="{_way(curve)}"/>'
    if link.directed:
        yield f'<path class="head" d="{_head(curve)}"/>'
    if link.label:
        x, y = _middle(curve)
        yield _line(x, y - 4, plain(link.label), "")
    yield "</g>"


def _way(curve: Curve) -> str:
    """Return a path of which each piece leaves and arrives level."""
    (x, y), *rest = curve.points
    words = [f"M{_number(x)} {_number(y)}"]
    for to_x, to_y in rest:
        half = _number((x + to_x) / 2)
        end = f"{_number(to_x)} {_number(to_y)}"
        bend = f"C{half} {_number(y)} {half} {_number(to_y)} {end}"
        words.append(f"H{_number(to_x)}" if y == to_y else bend)
        x, y = to_x, to_y
    return "".join(words)


def _head(curve: Curve) -> str:
    (x, y), before = curve.points[-1], curve.points[-3][0]
    back = 7 if before > x else -7
    return f"M{_number(x)} {_number(y)}L{_number(x + back)} {_number(y - 4)}V{_number(y + 4)}Z"


def _middle(curve: Curve) -> tuple[float, float]:
    """Return the middle of the first bend."""
    (x, y), (to_x, to_y) = curve.points[1:3]
    return (x + to_x) / 2, (y + to_y) / 2


def _line(x: float, y: float, text: str, attributes: str) -> str:
    return f'<text x="{_number(x)}" y="{_number(y)}"{attributes}>{_text(text)}</text>'


def _described(picture: Picture) -> str:
    """Return the picture in words, for those who hear it."""
    subjects = {node.id: node.subject for node in picture.nodes}
    sentences = [picture.description, *(_said(x, subjects) for x in picture.links[:_DESCRIBED])]
    if len(picture.links) > _DESCRIBED:
        sentences.append(f"And {len(picture.links) - _DESCRIBED} more.")
    return " ".join(sentences)


def _said(link: Link, subjects: dict[str, str]) -> str:
    label = f" ({link.label})" if link.label else ""
    return f"{subjects[link.source]} to {subjects[link.target]}{label}."


def _text(text: str) -> str:
    return escape(plain(text))


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
