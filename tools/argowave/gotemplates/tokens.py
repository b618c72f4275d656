"""A template's text → its actions, each a list of tokens (text/template/parse/lex.go)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_OPEN: Final = re.compile(r"\{\{(?:-(?=\s))?\s*(/\*)?")
_COMMENT_END: Final = re.compile(r"\*/\s*-?\}\}")
_TOKEN: Final = re.compile(
    r"""\s*(?:
      (?P<end>-?\}\})
    | (?P<text>"(?:\\.|[^"\\])*" | `[^`]*`)
    | (?P<variable>\$\w*(?:\.\w+)*)
    | (?P<close>\)(?:\.\w+)*)
    | (?P<number>[+-]?\.?\d[\w.]*(?:[+-]\d+)? | '(?:\\.|[^'\\])*')
    | (?P<field>(?:\.\w+)+ | \.)
    | (?P<word>\w+)
    | (?P<mark>:= | [=,|(])
    )""",
    re.VERBOSE,
)
_ESCAPE: Final = re.compile(r"\\(.)")


class UnreadableTemplateError(ValueError):
    """A template that this reader cannot follow."""


@dataclass(frozen=True, slots=True)
class Token:
    """One token; a field or a variable carries everything that is chained to it."""

    kind: str  # text, variable, close, number, field, word, or the mark itself
    value: str
    start: int = field(default=0, compare=False)  # where it begins in the text
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Span:
    """One action with its delimiters; a comment has no tokens."""

    start: int
    end: int
    tokens: tuple[Token, ...]


def actions(text: str) -> Iterator[list[Token]]:
    """Give the tokens of each action between {{ and }}; comments are left out.

    Raises:
        UnreadableTemplateError: an action does not end, or holds something unknown.
    """
    for span in spans(text, comments=False):
        yield list(span.tokens)


def spans(text: str, *, comments: bool = True) -> Iterator[Span]:
    """Give each action with its place in the text.

    Raises:
        UnreadableTemplateError: an action does not end, or holds something unknown.
    """
    position = 0
    while (opening := _OPEN.search(text, position)) is not None:
        if opening[1]:
            ending = _COMMENT_END.search(text, opening.end())
            if ending is None:
                message = "a comment does not end"
                raise UnreadableTemplateError(message)
            position = ending.end()
            if comments:
                yield Span(opening.start(), position, ())
            continue
        found, position = _action(text, opening.end())
        yield Span(opening.start(), position, tuple(found))


def _action(text: str, position: int) -> tuple[list[Token], int]:
    found: list[Token] = []
    while (match := _TOKEN.match(text, position)) is not None:
        position = match.end()
        kind = match.lastgroup or ""
        if kind == "end":
            return found, position
        value = match[kind]
        if kind == "mark":
            kind = value
        elif kind == "text":
            value = _unquoted(value)
        found.append(Token(kind, value, match.start(match.lastgroup or 0), position))
    message = f"cannot be read from {text[position : position + 20]!r} on"
    raise UnreadableTemplateError(message)


def _unquoted(value: str) -> str:
    return value[1:-1] if value[0] == "`" else _ESCAPE.sub(r"\1", value[1:-1])
