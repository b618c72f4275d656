"""A schema → the same schema in which a part that stands in several places stands only once.

Argo CD's ApplicationSet repeats its templates in every generator: 340 kB become 20, and what
took 40 ms to compile takes 2. Parts are only taken out of places where a schema gives an
object's shape, so that refusing unknown fields means the same before and after.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

Schema = dict[str, Any]
_SMALLEST: Final = 150  # characters of JSON; a shorter part costs less than the reference to it
_NODES: Final = ("items", "additionalProperties")


def share(body: Schema) -> Schema:
    """Return `body` with its repeated parts under $defs, each named after its content."""
    digests: dict[int, str] = {}
    _digest(body, digests)
    counts = Counter(digests[id(child)] for child in _below(body))
    large = {
        digests[id(child)]
        for child in _below(body)
        if len(json.dumps(child, separators=(",", ":"))) >= _SMALLEST
    }
    repeated = {digest for digest in large if counts[digest] > 1}
    shared: dict[str, Schema] = {}
    made = _rebuilt(body, digests, repeated, shared)
    return {**made, "$defs": dict(sorted(shared.items()))} if shared else made


def _rebuilt(
    node: Schema, digests: dict[int, str], repeated: set[str], shared: dict[str, Schema]
) -> Schema:
    def place(child: Any) -> Any:  # noqa: ANN401 (a schema may be true or false)
        if not isinstance(child, dict):
            return child
        digest = digests[id(child)]
        if digest not in repeated:
            return _rebuilt(child, digests, repeated, shared)
        name = f"shared.{digest[:12]}"
        if name not in shared:
            shared[name] = _rebuilt(child, digests, repeated, shared)
        return {"$ref": f"#/$defs/{name}"}

    made = dict(node)
    if "properties" in node:
        made["properties"] = {name: place(child) for name, child in node["properties"].items()}
    made |= {key: place(node[key]) for key in _NODES if key in node}
    return made


def _children(node: Schema) -> Iterator[Schema]:
    found = [*node.get("properties", {}).values(), *(node[key] for key in _NODES if key in node)]
    return (child for child in found if isinstance(child, dict))


def _below(node: Schema) -> Iterator[Schema]:
    for child in _children(node):
        yield child
        yield from _below(child)


def _digest(node: Schema, digests: dict[int, str]) -> str:
    """Note a digest of every part, made from its own words and the digests of its parts."""
    words: dict[str, Any] = {key: node[key] for key in node if key not in ("properties", *_NODES)}
    for key in _NODES:
        if key in node:
            child = node[key]
            words[key] = _digest(child, digests) if isinstance(child, dict) else child
    if "properties" in node:
        words["properties"] = {
            name: _digest(child, digests) if isinstance(child, dict) else child
            for name, child in node["properties"].items()
        }
    text = json.dumps(words, sort_keys=True, ensure_ascii=False)
    digests[id(node)] = hashlib.sha256(text.encode()).hexdigest()
    return digests[id(node)]
