"""Whatever the names are, each writer's output is read by a parser that is not ours."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import combinations
from typing import TYPE_CHECKING

import pydot
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argowave.graph import (
    Link,
    Node,
    Picture,
    Role,
    draw_applications,
    draw_pipeline,
    write_dot,
    write_mermaid,
    write_svg,
)
from argowave.graph.layout import lay_out
from argowave.graph.wording import WIDTH, columns, wrap
from graph.scenes import scene_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = [
    '"',
    "a\nb",
    "<script>alert(1)</script>",
    "]]>&amp;",
    "\\N\\",
    "`*end*`",
    "#quot;",
    "\u202eevil",
    "שלום",
    "\x00\x0b",
    "\ud800",
    "end",
    "漢字" * 40,
    "a-" * 200,
    "",
]
TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60))


@st.composite
def pictures(draw: st.DrawFn) -> Picture:
    """Make a picture with any names, circles, links to themselves, and several of one pair."""
    nodes = tuple(
        Node(
            f"n{number}",
            draw(st.sampled_from(list(Role))),
            draw(TEXTS),
            draw(TEXTS),
            tuple(draw(st.lists(TEXTS, max_size=2))),
        )
        for number in range(draw(st.integers(0, 7)))
    )
    ends = st.sampled_from([node.id for node in nodes]) if nodes else st.nothing()
    links = tuple(
        Link(f"l{number}", draw(ends), draw(ends), draw(TEXTS), draw(st.booleans()))
        for number in range(draw(st.integers(0, 12)) if nodes else 0)
    )
    return Picture(draw(TEXTS), draw(TEXTS), nodes, links)


@settings(deadline=None)
@given(pictures())
def test_svg_is_well_formed_and_holds_every_node_and_link_but_no_markup_of_theirs(
    picture: Picture,
) -> None:
    text = "\n".join(write_svg(picture, "x y"))

    root = ET.fromstring(text.encode())  # noqa: S314 (our own text)

    found = [each.get("id") for each in root.iter(f"{SVG}g")]
    assert sorted(each or "" for each in found) == sorted(
        [f"x-y-{node.id}" for node in picture.nodes] + [f"x-y-{link.id}" for link in picture.links]
    )
    tags = {each.tag.removeprefix(SVG) for each in root.iter()}
    assert tags <= {"svg", "title", "desc", "style", "g", "rect", "path", "text"}
    assert root.get("role") == "img"
    named = [root.find(f"{SVG}{tag}") for tag in ("title", "desc")]
    assert root.get("aria-labelledby") == " ".join(
        each.get("id", "") for each in named if each is not None
    )


@pytest.mark.filterwarnings("ignore:'[A-Za-z]+' deprecated - use:DeprecationWarning")
@settings(max_examples=40, deadline=None)
@given(pictures())
def test_dot_is_read_with_every_node_and_link(picture: Picture) -> None:
    [graph] = pydot.graph_from_dot_data("\n".join(write_dot(picture)) + "\n") or []

    defaults = {"node", "edge", "graph"}
    names = [each.get_name() for each in graph.get_nodes()]
    assert [each for each in names if each not in defaults] == [x.id for x in picture.nodes]
    assert sorted((x.get_source(), x.get_destination()) for x in graph.get_edges()) == sorted(
        (x.source, x.target) for x in picture.links
    )


TEXT = r'"(?:[\w ./:,()+?-]|#\d+;|</?i>|<br>)*"'
MERMAID = re.compile(
    r"flowchart LR"
    r"|  acc(Title|Descr): [\w ./:,()+?-]+"
    rf"|  n\d+(\(\[{TEXT}\]\)|>{TEXT}\]|\{{\{{{TEXT}\}}\}}|\[\[{TEXT}\]\]|\[\({TEXT}\)\]|\({TEXT}\)"
    rf"|\[{TEXT}\])"
    rf"|  n\d+ (-->|-\.->|---|-\.-)(\|{TEXT}\|)? n\d+"
    r"|  classDef missing stroke:#cf222e,stroke-dasharray:4"
    r"|  class n\d+(,n\d+)* missing"
)


@settings(deadline=None)
@given(pictures())
def test_each_line_of_mermaid_is_one_of_its_statements(picture: Picture) -> None:
    for line in "\n".join(write_mermaid(picture)).split("\n"):
        assert MERMAID.fullmatch(line), line


@settings(deadline=None)
@given(pictures())
def test_no_box_lies_on_another_one_and_every_link_is_inside(picture: Picture) -> None:
    layout = lay_out(picture)

    for one, other in combinations(layout.boxes, 2):
        apart_x = one.x + one.width <= other.x or other.x + other.width <= one.x
        apart_y = one.y + one.height <= other.y or other.y + other.height <= one.y
        assert apart_x or apart_y
    for x, y in (point for curve in layout.curves for point in curve.points):
        assert 0 <= x <= layout.width
        assert 0 <= y <= layout.height


@given(TEXTS)
def test_a_line_of_a_box_fits_it_and_at_most_four_are_kept(text: str) -> None:
    lines = wrap(text)

    assert 0 < len(lines) <= 4
    assert all(columns(line) <= WIDTH for line in lines)


@pytest.mark.parametrize("write", [write_svg, write_dot, write_mermaid])
def test_the_same_tree_gives_the_same_bytes(write: Callable[[Picture], Iterator[str]]) -> None:
    texts: set[tuple[str, ...]] = set()
    for _ in range(2):
        with scene_of("dev") as scene:
            texts |= {tuple(write(draw(scene))) for draw in (draw_applications, draw_pipeline)}

    assert len(texts) == 2


def test_a_thousand_applications_in_one_wave_and_in_a_thousand_waves_are_drawn() -> None:
    nodes = tuple(Node(f"n{n}", Role.APPLICATION, "Application", f"app-{n}") for n in range(1000))
    star = tuple(Link(f"l{n}", "n0", f"n{n}") for n in range(1, 1000))
    chain = tuple(Link(f"l{n}", f"n{n - 1}", f"n{n}") for n in range(1, 1000))
    back = Link("l1000", "n999", "n0")

    for links in (star, chain, (*star, *chain[1:]), (*chain, back)):
        text = "\n".join(write_svg(Picture("t", "d", nodes, links)))
        root = ET.fromstring(text.encode())  # noqa: S314 (our own text)
        assert len(list(root.iter(f"{SVG}g"))) == len(nodes) + len(links)
