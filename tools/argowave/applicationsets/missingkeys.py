"""Chains of fields in Go templates, as they go on where a key is missing (missingkey=default).

In Argo CD a key below one that is missing is missing as well, and one below null or below any
other value is an error; the same holds for a mapping that a function takes. Helm's engine always
states missingkey=zero or =error, where a missing key is null. So `.a.b.c` becomes
`(dig "b" dict (dig "a" dict .)).c`, `dig` being what tells a missing key from null, with Helm's
`required` around it, which refuses null.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from argowave.applicationsets.texts import TAKE_A_MAPPING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.gotemplates.tokens import Token

Change = tuple[int, int, str]  # from, to, what stands there instead

_GUARD: Final = ("(first (without (list ", " dict) nil))")  # what is nil becomes an empty mapping
_NULL: Final = "nil pointer evaluating interface {}"
_REQUIRED: Final = re.compile(r"\(?required \"[^\"]*\" ([^\s()\":]+)\)?")
_GUARDED: Final = re.compile(r"\(first \(without \(list (\S+?) dict\) nil\)\)")
_DUG: Final = re.compile(r"\(?dig \"(\w+)\" dict ([^\s()\":]+)\)?")
_NO_MAPPING: Final = re.compile(
    r"interface conversion: interface \{\} is (.+), not map\[string\]interface \{\}$"
)


def chains(tokens: list[Token]) -> Iterator[Change]:
    """Give what makes each chain of fields go on where one is missing."""
    opened: list[Token] = []
    previous = None
    for token in tokens:
        if token.kind == "(":
            opened.append(token)
        elif token.kind == "close":
            opening = opened.pop() if opened else None
            _, *fields = token.value.split(".")
            if opening is not None and fields:
                before, after = _around(fields)
                yield opening.start, opening.start, before + _GUARD[0]
                yield token.start + 1, token.end, _GUARD[1] + after
        elif token.kind in {"field", "variable"}:
            yield from _chain(token, previous)
        previous = token


def _chain(token: Token, previous: Token | None) -> Iterator[Change]:
    head, *fields = token.value.split(".")
    if len(fields) > 1:
        guarded = head if head in {"", "$"} else head.join(_GUARD)
        before, after = _around(fields)
        chain = f"{before}{guarded or '.'}{after}"
    else:
        chain = token.value
    if previous is not None and previous.kind == "word" and previous.value in TAKE_A_MAPPING:
        chain = f"({chain})"  # what an argument in brackets lacks is nil of any type
    if chain != token.value:
        yield token.start, token.end, chain


def _around(fields: list[str]) -> tuple[str, str]:
    """Return what stands before and after the value that a chain of fields begins with."""
    *between, last = fields
    if not between:
        return "", f".{last}"
    digs = "".join(f'(dig "{name}" dict ' for name in reversed(between))
    return f'(required "{_NULL}.{last}" {digs}', f"{')' * len(between)}).{last}"


def as_written(message: str) -> str:
    """Return an error of Helm's engine with the chains as they were written."""
    message, changed = _GUARDED.sub(r"\1", message), 1
    while changed:
        message, changed = _DUG.subn(_dug, message)
    message = _REQUIRED.sub(r"\1", message)
    return _NO_MAPPING.sub(_no_mapping, message).removeprefix(".: ").removeprefix("nil: ")


def _dug(match: re.Match[str]) -> str:
    return f".{match[1]}" if match[2] == "." else f"{match[2]}.{match[1]}"


def _no_mapping(match: re.Match[str]) -> str:
    return _NULL if match[1] == "nil" else f"can't evaluate a field in type {match[1]}"
