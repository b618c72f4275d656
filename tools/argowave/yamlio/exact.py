"""Text of one document → its value exactly as sigs.k8s.io/yaml reads it, with line numbers.

libyaml's events (PyYAML's C parser) are the syntax, as in Go's port of libyaml; what they mean
follows decode.go of go.yaml.in/yaml/v2. This reader is the reference, `fast` the short cut.
"""

from __future__ import annotations

import base64
import binascii
import math
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from argowave.yamlio.events import TOO_MANY, parse
from argowave.yamlio.faults import UnreadableError
from argowave.yamlio.scalars import as_json_number, key_text, resolve
from argowave.yamlio.shape import MAX_NODES

TAG: Final = "tag:yaml.org,2002:"
MERGE: Final = object()
_ANY: Final[tuple[type, ...]] = (bool, int, float, str, type(None))
_TAGGED: Final[dict[str, tuple[type, ...]]] = {
    "bool": (bool,),
    "int": (int,),
    "float": (int, float),
    "null": (type(None),),
}

Pointer = tuple[str | int, ...]


@dataclass(slots=True)
class Reading:
    """One document being read."""

    strict: bool
    lines: dict[Pointer, int] | None  # filled when asked for: JSON path → 0-based line
    scalars: list[tuple[int, Pointer, str]] | None  # plain scalars: line, JSON path, text
    anchors: dict[str, list[Any]] = field(default_factory=dict)
    open_anchors: set[str] = field(default_factory=set)
    nodes: int = 0
    alias_nodes: int = 0
    alias_depth: int = 0
    is_key: bool = False

    def for_key(self) -> Reading:
        """Return a reading of a key: it shares the anchors and records no places."""
        return Reading(self.strict, None, None, self.anchors, self.open_anchors, is_key=True)


def read_exact(
    text: str,
    *,
    strict: bool = True,
    lines: dict[Pointer, int] | None = None,
    scalars: list[tuple[int, Pointer, str]] | None = None,
) -> Any:  # noqa: ANN401 (any JSON value)
    """Return the value of the first document in `text`, None when there is none.

    Args:
        text: one document, a leading `---` allowed.
        strict: refuse a key that is written twice, as `kubectl --validate=strict` does. What `<<`
            brings and a key after it overrides is well: Helm and Argo CD read loosely, and that is
            what it is written for. A key before it would be lost.
        lines: filled with the 0-based line of every JSON path.
        scalars: filled with every plain scalar: its line, JSON path and text.

    Raises:
        UnreadableError: Go could not read it either, or it would need unbounded memory.
    """
    return _build(parse(text), Reading(strict, lines, scalars))


def _build(events: list[Any], reading: Reading) -> Any:  # noqa: ANN401 (any JSON value)
    if not events:
        return None
    value, _ = _node(events, 0, (), reading)
    return "<<" if value is MERGE else value


def _node(events: list[Any], at: int, path: Pointer, reading: Reading) -> tuple[Any, int]:
    event = events[at]
    reading.nodes += 1
    if reading.alias_depth:
        reading.alias_nodes += 1
    _bound(reading, event.start_mark.line)
    if reading.lines is not None and not reading.alias_depth:
        reading.lines.setdefault(path, event.start_mark.line)
    kind = type(event)
    if kind is yaml.AliasEvent:
        return _alias(event, path, reading), at + 1
    if event.anchor is not None:
        reading.anchors[event.anchor] = []  # known, and open: an alias to it would contain itself
        reading.open_anchors.add(event.anchor)
    if kind is yaml.ScalarEvent:
        value, end = _scalar(event, path, reading), at + 1
    elif kind is yaml.SequenceStartEvent:
        value, end = _sequence(events, at, path, reading)
    else:
        value, end = _mapping(events, at, path, reading)
    if event.anchor is not None:
        reading.anchors[event.anchor] = events[at:end]
        reading.open_anchors.discard(event.anchor)
    return value, end


def _bound(reading: Reading, line: int) -> None:
    """Refuse what Go refuses as excessive aliasing (decode.go, `allowedAliasRatio`)."""
    nodes, aliased = reading.nodes, reading.alias_nodes
    low, high = 400_000, 4_000_000
    if aliased > 100 and nodes > 1000:  # noqa: PLR2004 (Go's own limits)
        share = 0.99 if nodes <= low else max(0.1, 0.99 - 0.89 * (nodes - low) / (high - low))
        if aliased / nodes > share:
            message = "document contains excessive aliasing"
            raise UnreadableError(message, line)
    if nodes > MAX_NODES:
        raise UnreadableError(TOO_MANY, line)


def _alias(event: Any, path: Pointer, reading: Reading) -> Any:  # noqa: ANN401 (any JSON value)
    name, line = event.anchor, event.start_mark.line
    if name not in reading.anchors:
        message = f"unknown anchor '{name}' referenced"
        raise UnreadableError(message, line)
    if name in reading.open_anchors:
        message = f"anchor '{name}' value contains itself"
        raise UnreadableError(message, line)
    reading.alias_depth += 1
    value, _ = _node(reading.anchors[name], 0, path, reading)
    reading.alias_depth -= 1
    return value


def _sequence(events: list[Any], at: int, path: Pointer, reading: Reading) -> tuple[list[Any], int]:
    items: list[Any] = []
    at += 1
    while type(events[at]) is not yaml.SequenceEndEvent:
        item, at = _node(events, at, (*path, len(items)), reading)
        items.append("<<" if item is MERGE else item)
    return items, at + 1


def _mapping(
    events: list[Any], at: int, path: Pointer, reading: Reading
) -> tuple[dict[str, Any], int]:
    found: dict[str, Any] = {}
    written: dict[str, int] = {}
    plain = reading.for_key()
    at += 1
    while type(events[at]) is not yaml.MappingEndEvent:
        event = events[at]
        line = event.start_mark.line
        if type(event) is yaml.ScalarEvent and event.anchor is None:  # nearly every key
            raw, at = _scalar(event, path, plain), at + 1
        else:
            raw, at = _node(events, at, (*path, ""), reading.for_key())
        if raw is MERGE:
            at = _merge(events, at, path, reading, found, written)
            continue
        key = key_text(raw)
        if key is None:
            message = f"unsupported map key: {_shown(raw)}; quote it"
            raise UnreadableError(message, line)
        if key in written and reading.strict:
            raise UnreadableError(_twice(key, written[key]), line)
        written[key] = line
        if reading.lines is not None and not reading.alias_depth:
            reading.lines[*path, key] = line
        if reading.scalars is not None and not isinstance(raw, str):
            reading.scalars.append((line, (*path, key), event.value))
        value, at = _node(events, at, (*path, key), reading)
        found[key] = "<<" if value is MERGE else value
    return found, at + 1


def _twice(key: str, first: int) -> str:
    # the caller knows where the document begins in its file and fills the line in
    return f'key "{key}" stands twice, here and in line {{line:{first}}}'


def _shown(key: object) -> str:
    return {dict: "a mapping", list: "a list", type(None): "null"}.get(type(key), str(key))


def _merge(  # noqa: PLR0913, PLR0917 (the state of one mapping)
    events: list[Any],
    at: int,
    path: Pointer,
    reading: Reading,
    found: dict[str, Any],
    written: dict[str, int],
) -> int:
    line = events[at].start_mark.line
    value, end = _node(events, at, (*path, "<<"), reading)
    parts = value if isinstance(value, list) else [value]
    # decode.go steps backwards: earlier mappings of the list take precedence
    for part in reversed(parts):
        if not isinstance(part, dict):
            message = "map merge requires map or sequence of maps as the value"
            raise UnreadableError(message, line)
        lost = written.keys() & part.keys()
        if lost and reading.strict:
            key = min(lost)
            where = f"line {{line:{written[key]}}}"
            message = f'key "{key}" of {where} is lost: << after it has it too; write << first'
            raise UnreadableError(message, line)
        found |= part
    return end


def _scalar(event: Any, path: Pointer, reading: Reading) -> Any:  # noqa: ANN401 (any JSON scalar)
    text, tag, line = event.value, event.tag, event.start_mark.line
    if tag is None or tag == "!":
        if not event.implicit[0] or tag == "!":
            return text
        if text == "<<":
            return MERGE
        if reading.scalars is not None:
            reading.scalars.append((line, path, text))
        value = resolve(text)
        return value if reading.is_key else _json(value, text, line)
    if not tag.startswith(TAG):
        return text
    return _tagged(text, tag.removeprefix(TAG), line)


def _tagged(text: str, tag: str, line: int) -> Any:  # noqa: ANN401 (any JSON scalar)
    if tag in ("str", "timestamp"):
        return text
    if tag == "binary":
        try:
            return base64.b64decode(text.replace("\n", ""), validate=True).decode()
        except (binascii.Error, UnicodeDecodeError) as error:
            message = "!!binary value contains invalid base64 data"
            raise UnreadableError(message, line) from error
    value = resolve(text)
    if tag == "merge" and text == "<<":
        return MERGE
    if type(value) in _TAGGED.get(tag, _ANY):
        return _json(value, text, line)
    message = f"cannot decode `{text}` as a !!{tag}"
    raise UnreadableError(message, line)


def _json(value: Any, text: str, line: int) -> Any:  # noqa: ANN401 (any JSON scalar)
    if isinstance(value, float):
        if not math.isfinite(value):
            message = f"{text} is no JSON number: Kubernetes cannot take it; quote it if it is text"
            raise UnreadableError(message, line)
        return as_json_number(value)
    return value
