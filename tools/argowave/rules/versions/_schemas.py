"""Fields of an object that one schema does not know and another one does."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    Path = tuple[str | int, ...]


class Shape:
    """A place in a stored schema, which remembers the places below it that were asked for."""

    def __init__(self, root: dict[str, Any], node: Any = None) -> None:  # noqa: ANN401 (JSON)
        """Take the whole schema, and the part that is meant; the whole one by default."""
        self._root = root
        self._node = root if node is None else node
        self._fields: dict[str, Shape | None] = {}

    @cached_property
    def properties(self) -> dict[str, Any]:
        """The fields that are known here, through references and allOf."""
        found: dict[str, Any] = {}
        for node in _nodes(self._root, self._node):
            properties = node.get("properties")
            if isinstance(properties, dict):
                found |= properties
        return found

    def field(self, name: str) -> Shape | None:
        """Return the place of a field, None where it is not known."""
        if name not in self._fields:
            known = name in self.properties
            self._fields[name] = Shape(self._root, self.properties[name]) if known else None
        return self._fields[name]

    @cached_property
    def element(self) -> Shape | None:
        """The place of a list's elements, None where nothing is said of them."""
        for node in _nodes(self._root, self._node):
            if isinstance(node.get("items"), dict):
                return Shape(self._root, node["items"])
        return None

    def names(self) -> set[tuple[str, str]]:
        """Return (definition, field) of everything that the schema knows."""
        found = {("", name) for name in self.properties}
        for definition, node in (self._root.get("$defs") or {}).items():
            found |= {(definition, name) for name in Shape(self._root, node).properties}
        return found


def later_fields(value: Any, now: Shape, later: Shape, path: Path = ()) -> Iterator[Path]:  # noqa: ANN401 (JSON)
    """Give the path of each field of an object that only the later schema knows."""
    if isinstance(value, dict):
        for name, below in value.items():
            known, then = now.field(name), later.field(name)
            if known is None and then is not None and now.properties:
                yield (*path, name)
            elif known is not None and then is not None:
                yield from later_fields(below, known, then, (*path, name))
    elif isinstance(value, list):
        known, then = now.element, later.element
        if known is not None and then is not None:
            for number, below in enumerate(value):
                yield from later_fields(below, known, then, (*path, number))


def _nodes(root: dict[str, Any], node: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 (JSON)
    if not isinstance(node, dict):
        return
    yield node
    reference = node.get("$ref")
    if isinstance(reference, str):
        yield from _nodes(root, (root.get("$defs") or {}).get(reference.rpartition("/")[2]))
    for each in node.get("allOf") or ():
        yield from _nodes(root, each)
    for each in node.get("anyOf") or ():
        yield from _nodes(root, each)
