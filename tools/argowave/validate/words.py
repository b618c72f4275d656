"""A value and its type in words that fit into one line of a terminal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from argowave.words.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LONGEST_VALUE = 40  # characters; a longer one is cut, it may be a whole file
_TYPES = {
    "string": "a string",
    "integer": "an integer",
    "number": "a number",
    "boolean": "a boolean",
    "object": "a mapping",
    "array": "a list",
    "null": "null",
}


def type_in_words(name: str) -> str:
    """Return a JSON Schema type as a noun with its article."""
    return _TYPES.get(name, name)


def types_in_words(names: Iterable[str]) -> list[str]:
    """Return the types that a person would set: null is one only where there is no other."""
    named = list(dict.fromkeys(names))
    return [type_in_words(name) for name in named if name != "null" or len(named) == 1]


def value_in_words(value: object, *, secret: bool = False) -> str:
    """Return what `value` is: its type, and the value itself where that is short and no secret."""
    noun = _TYPES[_type_of(value)]
    if secret or value is None or isinstance(value, (dict, list)):
        return noun
    return f"{noun} ({quoted(value)})"


def quoted(value: Any) -> str:  # noqa: ANN401 (a value of a manifest)
    """Return `value` as JSON writes it, cut where it is long."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    if len(text) <= _LONGEST_VALUE:
        return text
    closing = '"' if text.startswith('"') else ""
    return f"{text[: _LONGEST_VALUE - 1]}…{closing}"


def any_of(words: Iterable[str]) -> str:
    """Join `words` as "a, b or c"."""
    *head, last = list(dict.fromkeys(words))
    return f"{', '.join(head)} or {last}" if head else last


def did_you_mean(word: object, known: Iterable[object]) -> str:
    """Return `, did you mean "x"?` for the known word closest to `word`, or ""."""
    if not isinstance(word, str):
        return ""
    texts: Sequence[str] = sorted(other for other in known if isinstance(other, str))
    folded = {other.lower(): other for other in reversed(texts)}
    near = nearest(word.lower(), folded, 0.65)
    return f', did you mean "{folded[near]}"?' if near else ""


def _type_of(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    for python, name in ((int, "integer"), (float, "number"), (str, "string"), (dict, "object")):
        if isinstance(value, python):
            return name
    return "array"
