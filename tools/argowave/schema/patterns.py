"""Regular expressions of Go → the same for the validator, and what it makes of a schema."""

from __future__ import annotations

import functools
import json
import re
from typing import Any, Final

# Everything that means something; any other character stands for itself.
_PIECE: Final = re.compile(
    r"\\(?s:.)|\[\^?\]?(?:\[:\^?[a-z]+:\]|\\(?s:.)|[^\]])*\]|\[|\(\?[^:)]*[:)]?|[*+?}][*+]"
)
_IN_CLASS: Final = re.compile(r"\[:(\^?[a-z]+):\]|\\(?s:.)|[\[&~]|--")
# The letters that mean the same after a backslash; \s, \S and what Go refuses are not among them.
_LETTERS: Final = frozenset("AbBdDfnprPtvwWxz")
_LETTERS_IN_CLASS: Final = _LETTERS - frozenset("AbBz")
_GROUPS: Final = re.compile(r"\(\?(?:[im]+[:)]|:|P?<[A-Za-z_]\w*>?.*)\Z", re.DOTALL)
_SPACE: Final = r"\t\n\f\r "
# regexp/syntax of Go, "ASCII character classes"
_CLASSES: Final = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "ascii": r"\x00-\x7F",
    "blank": r"\t ",
    "cntrl": r"\x00-\x1F\x7F",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": r"!-/:-@\[-`{-~",
    "space": r"\t\n\v\f\r ",
    "upper": "A-Z",
    "word": "0-9A-Za-z_",
    "xdigit": "0-9A-Fa-f",
}


def from_go(pattern: str) -> str | None:
    r"""Return a pattern of Go as one of JSON Schema, None where there is none.

    Most are the same in both. Go's `\s` knows no blanks outside ASCII, `[[:alpha:]]` is written
    out, and what Go refuses (look-ahead, references back, possessive quantifiers), or what
    changes what a dot is, has no other form.
    """
    try:
        made = _PIECE.sub(_piece, pattern)
    except _NoFormError:
        return None
    return made if is_usable({"pattern": made}) else None


def is_usable(schema: dict[str, Any]) -> bool:
    """Return whether a schema compiles."""
    return _compiles(json.dumps(schema))


def takes_null(schema: dict[str, Any]) -> bool:
    """Return whether null fits a schema."""
    import jsonschema_rs  # noqa: PLC0415 (30 ms, and only conversion asks)

    return bool(jsonschema_rs.validator_for(schema).is_valid(None))


class _NoFormError(Exception):
    """A piece of a pattern that says something else, or nothing, to the validator."""


def _piece(found: re.Match[str]) -> str:
    text = found[0]
    if text.startswith("\\"):
        return _escape(text, _LETTERS, f"[{_SPACE}]", f"[^{_SPACE}]")
    if text.startswith("[") and len(text) > 1:  # a class that ends
        start = re.match(r"\[\^?", text)
        opening = start[0] if start else "["
        inside = text[len(opening) : -1]
        first = r"\]" if inside.startswith("]") else ""
        return f"{opening}{first}{_IN_CLASS.sub(_in_class, inside[len(first) // 2 :])}]"
    if text.startswith("(") and _GROUPS.match(text):
        return text
    raise _NoFormError


def _in_class(found: re.Match[str]) -> str:
    text = found[0]
    if text.startswith("\\"):
        return _escape(text, _LETTERS_IN_CLASS, _SPACE, None)
    if found[1]:
        if found[1] not in _CLASSES:
            raise _NoFormError
        return _CLASSES[found[1]]
    return "".join(f"\\{character}" for character in text)


def _escape(text: str, letters: frozenset[str], space: str, no_space: str | None) -> str:
    letter = text[1]
    if letter == "s":
        return space
    if letter == "S" and no_space is not None:
        return no_space
    if letter.isalnum() and letter not in letters:
        raise _NoFormError
    return text


@functools.cache
def _compiles(text: str) -> bool:
    import jsonschema_rs  # noqa: PLC0415 (30 ms, and only conversion asks)

    try:
        jsonschema_rs.validator_for(json.loads(text))
    except ValueError:
        return False
    return True
