"""A picture → a graph for Graphviz."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from argowave.graph.model import Role
from argowave.graph.wording import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.graph.model import Link, Node, Picture

_SHAPES: Final = {
    Role.WAVE: "oval",
    Role.ENTRY: "rarrow",
    Role.TOPIC: "hexagon",
    Role.QUEUE: "cds",
    Role.TABLE: "cylinder",
    Role.POLICY: "note",
}


def write_dot(picture: Picture) -> Iterator[str]:
    """Give the graph line by line, for `dot -Tsvg`."""
    title, description = _quoted(picture.title), _quoted(picture.description)
    yield f"digraph {title} {{"
    yield f"  graph [rankdir=LR, label={title}, tooltip={description}]"
    yield '  node [shape=box, style=rounded, fontname="sans-serif", fontsize=11]'
    yield '  edge [fontname="sans-serif", fontsize=9]'
    for node in picture.nodes:
        yield f"  {_node(node)}"
    for link in picture.links:
        yield f"  {_link(link)}"
    yield "}"


def _node(node: Node) -> str:
    kind = [node.kind] if node.kind and node.role is not Role.WAVE else []
    lines = [*kind, node.name or "?", *node.notes]
    attributes = [f"label={_quoted(*lines)}"]
    if node.role in _SHAPES:
        attributes.append(f"shape={_SHAPES[node.role]}, style=solid")
    if node.role is Role.MISSING:
        attributes.append("style=dashed, color=red")
    return f"{node.id} [{', '.join(attributes)}]"


def _link(link: Link) -> str:
    attributes = [f"label={_quoted(link.label)}"] if link.label else []
    attributes += ["style=dashed"] if link.dashed else []
    attributes += [] if link.directed else ["dir=none"]
    return f"{link.source} -> {link.target}" + (f" [{', '.join(attributes)}]" if attributes else "")


def _quoted(*lines: str) -> str:
    r"""Return lines as one quoted string of Graphviz.

    In a label a backslash begins an escape (\N is the node's name), and an ampersand an entity:
    https://graphviz.org/docs/attr-types/escString/.
    """
    special = {"\\": "\\\\", '"': '\\"', "&": "&amp;", "<": "&lt;", ">": "&gt;"}
    texts = (re.sub(r'[\\"&<>]', lambda found: special[found[0]], plain(each)) for each in lines)
    return '"' + "\\n".join(texts) + '"'
