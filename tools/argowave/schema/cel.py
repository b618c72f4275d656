"""A CEL rule → what it says about the fields of `self`; None for what is more than that.

Read are has(), comparisons with literals, `in`, size(), matches() and its like, `!`, `&&`, `||`,
`?:` and brackets: what rules that demand or forbid fields are made of. Anything else, such as
oldSelf, functions of types and macros, is not read at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from argowave.schema.cel_rules import (
    Always,
    Choice,
    Compare,
    Contains,
    Count,
    Has,
    Joined,
    Matches,
    Not,
    OneOf,
    Path,
    Rule,
    Scalar,
    Size,
)
from argowave.schema.cel_tokens import NotReadError, Token, tokens, unescape_name

if TYPE_CHECKING:
    from collections.abc import Callable

_DEEPEST: Final = 40  # brackets in brackets
_FLIPPED: Final = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}
_TESTS: Final[dict[str, Callable[[str], str]]] = {
    "matches": str,
    "startsWith": lambda text: f"^{re.escape(text)}",
    "endsWith": lambda text: f"{re.escape(text)}$",
    "contains": re.escape,
}


def parse(text: str) -> Rule | None:
    """Return what a rule says, None where it says more than this module reads."""
    try:
        return _Parser(tokens(text)).rule()
    except NotReadError:
        return None


@dataclass(frozen=True, slots=True)
class _Sized:
    path: Path


@dataclass(frozen=True, slots=True)
class _Field:
    path: Path


@dataclass(frozen=True, slots=True)
class _Counted:
    rules: tuple[Rule, ...]


class _Parser:
    """Recursive descent over the grammar of CEL, as far as this module reads it."""

    def __init__(self, found: list[Token]) -> None:
        self._tokens = found
        self._position = 0
        self._depth = 0

    def rule(self) -> Rule:
        made = self._choice()
        if self._position < len(self._tokens):
            raise NotReadError
        return made

    def _choice(self) -> Rule:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise NotReadError
        made = self._joined("||")
        if self._take("?"):
            then = self._choice()
            self._expect(":")
            made = Choice(made, then, self._choice())
        self._depth -= 1
        return made

    def _joined(self, operator: Literal["&&", "||"]) -> Rule:
        parts = [self._part(operator)]
        while self._take(operator):
            parts.append(self._part(operator))
        return parts[0] if len(parts) == 1 else Joined(operator, tuple(parts))

    def _part(self, operator: str) -> Rule:
        return self._joined("&&") if operator == "||" else self._unary()

    def _unary(self) -> Rule:
        negations = 0
        while self._take("!"):
            negations += 1
        made = self._relation()
        return Not(made) if negations % 2 else made

    def _relation(self) -> Rule:
        left = self._operand()
        operator = self._next() if self._peek() in (*_FLIPPED, "in") else None
        if operator is None:
            return _alone(left)
        return _compared(left, operator, self._operand())

    def _operand(self) -> object:
        token = self._next_token()
        if token.is_literal:
            return token.value
        if token.text == "(":
            made = self._choice()
            self._expect(")")
            return made
        if token.text == "[":
            return self._items()
        if token.text in ("has", "size") and self._take("("):
            path = self._path(self._next())
            self._expect(")")
            return Has(path) if token.text == "has" else _Sized(path)
        return self._tested(self._path(token.text))

    def _tested(self, path: Path) -> object:
        if not self._take("("):
            return _Field(path)
        *field, name = path
        if name == "size":
            self._expect(")")
            return _Sized(tuple(field))
        argument = self._next_token()
        self._expect(")")
        if name not in _TESTS or not isinstance(argument.value, str):
            raise NotReadError
        return Matches(tuple(field), _TESTS[name](argument.value))

    def _items(self) -> object:
        values: list[Scalar] = []
        rules: list[Rule] = []
        while not self._take("]"):
            if values or rules:
                self._expect(",")
            if self._position < len(self._tokens) and self._tokens[self._position].is_literal:
                values.append(self._next_token().value)
            else:
                rules.append(self._choice())
        if rules:
            # the form that controller-gen gives to ExactlyOneOf and AtMostOneOf
            for sign in (".", "filter", "(", "x", ",", "x", "=="):
                self._expect(sign)
            if self._next_token().value is not True or values:
                raise NotReadError
            for sign in (")", ".", "size", "(", ")"):
                self._expect(sign)
            return _Counted(tuple(rules))
        return tuple(values)

    def _path(self, first: str) -> Path:
        if first != "self":
            raise NotReadError
        names: list[str] = []
        while self._take("."):
            names.append(unescape_name(self._next()))
        return tuple(names)

    def _peek(self) -> str:
        found = self._tokens[self._position : self._position + 1]
        return found[0].text if found and not found[0].is_literal else ""

    def _take(self, text: str) -> bool:
        if self._peek() != text:
            return False
        self._position += 1
        return True

    def _expect(self, text: str) -> None:
        if not self._take(text):
            raise NotReadError

    def _next_token(self) -> Token:
        if self._position >= len(self._tokens):
            raise NotReadError
        self._position += 1
        return self._tokens[self._position - 1]

    def _next(self) -> str:
        token = self._next_token()
        if token.is_literal:
            raise NotReadError
        return token.text


def _alone(operand: object) -> Rule:
    if isinstance(operand, Rule):
        return operand
    if isinstance(operand, bool):
        return Always(operand)
    if isinstance(operand, _Field):
        return Compare(operand.path, "==", value=True)
    raise NotReadError


def _compared(left: object, operator: str, right: object) -> Rule:
    if operator == "in":
        return _contained(left, right)
    if isinstance(left, Rule) or isinstance(right, Rule):
        return _same(_alone(left), operator, _alone(right))
    if isinstance(left, Scalar):
        left, operator, right = right, _FLIPPED[operator], left
    if isinstance(right, Scalar) and isinstance(left, _Field):
        return Compare(left.path, operator, right)
    if isinstance(right, Scalar) and isinstance(left, _Sized):
        return Size(left.path, operator, right)
    if type(right) is int and isinstance(left, _Counted):
        return Count(left.rules, operator, right)
    raise NotReadError


def _contained(item: object, whole: object) -> Rule:
    if isinstance(item, Scalar) and isinstance(whole, _Field):
        return Contains(whole.path, item)
    if isinstance(item, _Field) and isinstance(whole, tuple):
        return OneOf(item.path, whole)
    raise NotReadError


def _same(left: Rule, operator: str, right: Rule) -> Rule:
    """Return that two answers are the same, or are not."""
    if operator == "==":
        return Choice(left, right, Not(right))
    if operator == "!=":
        return Choice(left, Not(right), right)
    raise NotReadError
