"""Actions of a template → statements (text/template/parse/parse.go)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from argowave.gotemplates.tokens import Token, UnreadableTemplateError, actions

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Operand:
    """One operand: a constant, a function's name, or something with fields chained to it."""

    kind: str  # text, number, word, dot, variable or group
    value: str = ""  # the text, the word, or the variable's name
    fields: tuple[str, ...] = ()
    group: Pipe | None = None  # what stands in parentheses


@dataclass(frozen=True, slots=True)
class Pipe:
    """Commands joined by |, each a list of operands; what it is assigned to, if to anything."""

    commands: tuple[tuple[Operand, ...], ...]
    variables: tuple[str, ...] = ()
    declares: bool = False  # := and not =


@dataclass(slots=True)
class Statement:
    """One statement; text outside of actions is none."""

    kind: str  # output, if, with, range, define, template
    pipe: Pipe | None = None
    name: str = ""  # of what is defined or called
    body: list[Statement] = field(default_factory=list)
    otherwise: list[Statement] = field(default_factory=list)


_BLOCKS = ("if", "with", "range", "define", "block")


def parse(text: str) -> list[Statement]:
    """Return a template's statements.

    Raises:
        UnreadableTemplateError: it is no template that Helm could read, or too odd for this reader.
    """
    try:
        found, end = _statements(actions(text))
    except RecursionError:
        message = "it is nested too deeply"
        raise UnreadableTemplateError(message) from None
    if end:
        message = f"{end[0].value} without a beginning"
        raise UnreadableTemplateError(message)
    return found


def _statements(source: Iterator[list[Token]]) -> tuple[list[Statement], list[Token]]:
    """Return statements up to an end or else, and that one's tokens."""
    found: list[Statement] = []
    for tokens in source:
        if not tokens:
            continue
        word = tokens[0].value if tokens[0].kind == "word" else ""
        if word in {"end", "else"}:
            return found, tokens
        if word in _BLOCKS:
            found += _block(word, tokens[1:], source)
        elif word == "template":
            pipe = _pipe(tokens[2:]) if tokens[2:] else None
            found.append(Statement("template", pipe, name=_name(tokens[1:])))
        elif word not in {"break", "continue"}:
            found.append(Statement("output", _pipe(tokens)))
    return found, []


def _block(word: str, tokens: list[Token], source: Iterator[list[Token]]) -> list[Statement]:
    if word in {"define", "block"}:
        name = _name(tokens)
        body, _ = _statements(source)
        defined = Statement("define", name=name, body=body)
        if word == "define":
            return [defined]
        pipe = _pipe(tokens[1:]) if tokens[1:] else None
        return [defined, Statement("template", pipe, name=name)]
    statement = Statement(word, _pipe(tokens))
    statement.body, end = _statements(source)
    if end and end[0].value == "else":
        if end[1:]:  # else if, else with: a block of its own that shares the end
            statement.otherwise = _block(end[1].value, end[2:], source)
        else:
            statement.otherwise, _ = _statements(source)
    return [statement]


def _name(tokens: list[Token]) -> str:
    if not tokens or tokens[0].kind != "text":
        message = "the name of a template is no text"
        raise UnreadableTemplateError(message)
    return tokens[0].value


def _pipe(tokens: list[Token]) -> Pipe:
    pipe, rest = _read_pipe(tokens, 0)
    if rest != len(tokens):
        message = f"{tokens[rest].value} without a beginning"
        raise UnreadableTemplateError(message)
    return pipe


def _read_pipe(tokens: list[Token], position: int) -> tuple[Pipe, int]:
    """Read up to the end or to a closing parenthesis, which is left standing."""
    variables, declares, position = _assigned(tokens, position)
    commands: list[tuple[Operand, ...]] = []
    operands: list[Operand] = []
    while position < len(tokens) and tokens[position].kind != "close":
        token = tokens[position]
        position += 1
        if token.kind == "|":
            commands.append(tuple(operands))
            operands = []
        elif token.kind == "(":
            group, position = _read_pipe(tokens, position)
            if position >= len(tokens):
                message = "a parenthesis does not end"
                raise UnreadableTemplateError(message)
            operands.append(Operand("group", fields=_fields(tokens[position].value), group=group))
            position += 1
        else:
            operands.append(_operand(token))
    commands.append(tuple(operands))
    return Pipe(tuple(commands), variables, declares), position


def _assigned(tokens: list[Token], position: int) -> tuple[tuple[str, ...], bool, int]:
    """Read `$a, $b :=` where it stands."""
    names: list[str] = []
    here = position
    while here + 1 < len(tokens) and tokens[here].kind == "variable":
        names.append(tokens[here].value)
        mark = tokens[here + 1].kind
        here += 2
        if mark in {":=", "="}:
            return tuple(names), mark == ":=", here
        if mark != ",":
            break
    return (), False, position


def _operand(token: Token) -> Operand:
    if token.kind == "field":
        return Operand("dot", fields=_fields(token.value))
    if token.kind == "variable":
        name, *fields = token.value.split(".")
        return Operand("variable", name, tuple(fields))
    if token.kind in {"text", "number", "word"}:
        return Operand(token.kind, token.value)
    message = f"{token.value} where a value belongs"
    raise UnreadableTemplateError(message)


def _fields(chain: str) -> tuple[str, ...]:
    return tuple(word for word in chain.lstrip(")").split(".") if word)
