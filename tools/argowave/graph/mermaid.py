"""A picture → a Mermaid flowchart, as Markdown on GitHub and GitLab draws it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from argowave.graph.model import Role
from argowave.graph.wording import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.graph.model import Link, Node, Picture

# the brackets of each shape, https://mermaid.js.org/syntax/flowchart.html#node-shapes
_SHAPES: Final = {
    Role.WAVE: ("([", "])"),
    Role.ENTRY: (">", "]"),
    Role.TOPIC: ("{{", "}}"),
    Role.QUEUE: ("[[", "]]"),
    Role.TABLE: ("[(", ")]"),
    Role.WORKLOAD: ("(", ")"),
}
# everything that means something to Mermaid or to the HTML that it makes
_SPECIAL: Final = re.compile(r"[^\w ./:,()+-]")


def write_mermaid(picture: Picture) -> Iterator[str]:
    """Give the chart line by line; a text is escaped by Mermaid's own entity codes."""
    yield "flowchart LR"
    yield f"  accTitle: {_one_line(picture.title)}"
    yield f"  accDescr: {_one_line(picture.description)}"
    for node in picture.nodes:
        yield f"  {_node(node)}"
    for link in picture.links:
        yield f"  {_link(link)}"
    missing = [node.id for node in picture.nodes if node.role is Role.MISSING]
    if missing:
        yield "  classDef missing stroke:#cf222e,stroke-dasharray:4"
        yield f"  class {','.join(missing)} missing"


def _node(node: Node) -> str:
    opening, closing = _SHAPES.get(node.role, ("[", "]"))
    kind = [f"<i>{_escaped(node.kind)}</i>"] if node.kind and node.role is not Role.WAVE else []
    lines = [*kind, _escaped(node.name) or "?", *(_escaped(note) for note in node.notes)]
    return f'{node.id}{opening}"{"<br>".join(lines)}"{closing}'


def _link(link: Link) -> str:
    arrow = "-.->" if link.dashed else "-->"
    if not link.directed:
        arrow = "-.-" if link.dashed else "---"
    label = f'|"{_escaped(link.label)}"|' if link.label else ""
    return f"{link.source} {arrow}{label} {link.target}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: f"#{ord(found[0])};", plain(text))


def _one_line(text: str) -> str:
    """Return a text for the reader of screens, which Mermaid takes to the end of its line."""
    return re.sub(r"[^\w ./:,()+-]", " ", plain(text)).strip() or "?"
