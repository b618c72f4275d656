"""A pen: nodes and links one after the other → a picture."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from argowave.graph.model import Link, Node, Picture

if TYPE_CHECKING:
    from collections.abc import Iterable

    from argowave.graph.model import Origin, Role


class Pen:
    """Draws one picture; ids count up, and a link that is drawn twice is one link."""

    def __init__(self) -> None:
        self._nodes: list[Node] = []
        self._links: dict[tuple[str, str, str], Link] = {}

    def node(
        self,
        role: Role,
        kind: str,
        name: str,
        notes: Iterable[str] = (),
        origins: Iterable[Origin] = (),
    ) -> str:
        """Draw a node and return its id."""
        number = f"n{len(self._nodes)}"
        self._nodes.append(Node(number, role, kind, name, tuple(notes), tuple(origins)))
        return number

    def link(  # noqa: PLR0913 (a link has that many parts)
        self,
        source: str,
        target: str,
        label: str = "",
        *,
        dashed: bool = False,
        directed: bool = True,
        origins: Iterable[Origin] = (),
    ) -> None:
        """Draw a link; one with the same ends and label takes the origins of this one too."""
        key = (source, target, label)
        known = self._links.get(key)
        if known is None:
            number = f"l{len(self._links)}"
            found = tuple(dict.fromkeys(origins))
            known = Link(number, source, target, label, dashed, directed, found)
        else:
            known = replace(known, origins=tuple(dict.fromkeys((*known.origins, *origins))))
        self._links[key] = known

    def picture(self, title: str, description: str) -> Picture:
        """Return what was drawn."""
        return Picture(title, description, tuple(self._nodes), tuple(self._links.values()))
