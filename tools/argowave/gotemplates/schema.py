"""A chart's values.schema.json → the keys that it names, which count as read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from argowave.gotemplates.reads import ANY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.gotemplates.reads import Path, Reads

_SAME_PLACE: Final = ("allOf", "anyOf", "oneOf", "if", "then", "else")
_INSIDE: Final = ("properties", "patternProperties", "additionalProperties", "items")
_DEEPEST: Final = 20


def note_schema(reads: Reads, schema: Any, place: Path) -> None:  # noqa: ANN401 (JSON)
    """Note every key that a schema names.

    Args:
        reads: what is noted.
        schema: the whole file.
        place: where the chart's values are among those of the outermost chart.
    """
    _note(reads, schema, schema, place, 0)


def _note(reads: Reads, root: Any, node: Any, path: Path, depth: int) -> None:  # noqa: ANN401 (JSON)
    if node is True or depth > _DEEPEST:
        reads.take(path)
    if not isinstance(node, dict) or depth > _DEEPEST:
        return
    for each in _alternatives(root, node):
        _note(reads, root, each, path, depth + 1)
    for key, each in _below(node):
        reads.touch((*path, key))
        _note(reads, root, each, (*path, key), depth + 1)
    if node.get("type") in ("object", "array") and depth and not any(map(node.get, _INSIDE)):
        reads.take(path)


def _alternatives(root: Any, node: dict[str, Any]) -> Iterator[Any]:  # noqa: ANN401 (JSON)
    """Give the schemas that say something about the same place."""
    reference = node.get("$ref")
    if isinstance(reference, str):
        yield _resolve(root, reference)
    for keyword in _SAME_PLACE:
        found = node.get(keyword)
        for each in found if isinstance(found, list) else [found]:
            if isinstance(each, dict):
                yield each


def _below(node: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Give the keys that a schema names, each with its own schema."""
    properties = node.get("properties")
    if isinstance(properties, dict):
        yield from properties.items()
    for keyword in ("additionalProperties", "items"):
        if isinstance(node.get(keyword), dict):
            yield ANY, node[keyword]
    if node.get("patternProperties"):
        yield ANY, True


def _resolve(root: Any, reference: str) -> Any:  # noqa: ANN401 (JSON)
    """Return what a reference within the file leads to; True for any other, which may be all."""
    if not reference.startswith("#"):
        return True
    node = root
    for step in reference.removeprefix("#").strip("/").split("/"):
        if step:
            name = step.replace("~1", "/").replace("~0", "~")
            node = node.get(name, True) if isinstance(node, dict) else True
    return node
