"""A policy's JSON → statements."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

_KNOWN: Final = frozenset(
    (
        "Sid",
        "Effect",
        "Principal",
        "NotPrincipal",
        "Action",
        "NotAction",
        "Resource",
        "NotResource",
        "Condition",
    )
)
_PAIRS: Final = (
    ("Principal", "NotPrincipal"),
    ("Action", "NotAction"),
    ("Resource", "NotResource"),
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement; of each pair of elements exactly one is stated."""

    number: int  # from 0
    allows: bool
    principals: tuple[tuple[str, str], ...]  # (type, value); ("*", "*") is everybody
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    conditions: tuple[tuple[str, str, tuple[str, ...]], ...] = ()  # (operator, key, values)
    not_principal: bool = False
    not_action: bool = False
    not_resource: bool = False
    sid: str = ""

    @property
    def name(self) -> str:
        """The statement as messages name it: its Sid, or its number from 1."""
        return f"statement {self.sid}" if self.sid else f"statement {self.number + 1}"


@dataclass(frozen=True, slots=True)
class Policy:
    """A resource policy."""

    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class PolicyFault:
    """Why a text is no resource policy."""

    message: str


class _WrongError(Exception):
    """The text is no policy; it never leaves this module."""


@lru_cache(maxsize=1024)
def read_policy(text: str) -> Policy | PolicyFault:
    """Return the policy that a text holds, or what is wrong with it."""
    try:
        value = json.loads(text, object_pairs_hook=_no_duplicates)
    except (ValueError, RecursionError) as error:
        where = f" in line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "it is nested too deep"
        return PolicyFault(f"it is no JSON: {reason}{where}")
    except _WrongError as error:
        return PolicyFault(str(error))
    try:
        return Policy(tuple(_statements(value)))
    except _WrongError as error:
        return PolicyFault(str(error))


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        message = f"it states {twice} twice in one object"
        raise _WrongError(message)
    return found


def _statements(value: object) -> list[Statement]:
    if not isinstance(value, dict):
        message = "it is no object with a Statement"
        raise _WrongError(message)
    stated = value.get("Statement")
    listed = stated if isinstance(stated, list) else [stated]
    if stated is None or not listed:
        message = "it has no Statement"
        raise _WrongError(message)
    return [_statement(number, each) for number, each in enumerate(listed)]


def _statement(number: int, value: object) -> Statement:
    name = f"statement {number + 1}"
    if not isinstance(value, dict):
        message = f"{name} is no object"
        raise _WrongError(message)
    strange = sorted(value.keys() - _KNOWN)
    if strange:
        message = f"{name} has {strange[0]}, which no statement knows"
        raise _WrongError(message)
    effect = value.get("Effect")
    if effect not in ("Allow", "Deny"):
        message = f"{name} has the Effect {effect!r}; it is Allow or Deny"
        raise _WrongError(message)
    for pair in _PAIRS:
        if sum(each in value for each in pair) != 1:
            message = f"{name} needs exactly one of {pair[0]} and {pair[1]}"
            raise _WrongError(message)
    sid = value.get("Sid")
    return Statement(
        number=number,
        allows=effect == "Allow",
        principals=_principals(name, value.get("Principal", value.get("NotPrincipal"))),
        actions=_texts(name, "Action", value.get("Action", value.get("NotAction"))),
        resources=_texts(name, "Resource", value.get("Resource", value.get("NotResource"))),
        conditions=tuple(_conditions(name, value.get("Condition", {}))),
        not_principal="NotPrincipal" in value,
        not_action="NotAction" in value,
        not_resource="NotResource" in value,
        sid=sid if isinstance(sid, str) else "",
    )


def _principals(name: str, value: object) -> tuple[tuple[str, str], ...]:
    if value == "*":
        return (("*", "*"),)
    if not isinstance(value, dict) or not value:
        message = f"{name} has a Principal that is neither * nor an object"
        raise _WrongError(message)
    return tuple(
        (str(kind), each)
        for kind, values in value.items()
        for each in _texts(name, f"Principal.{kind}", values)
    )


def _conditions(name: str, value: object) -> list[tuple[str, str, tuple[str, ...]]]:
    if not isinstance(value, dict):
        message = f"{name} has a Condition that is no object"
        raise _WrongError(message)
    found = []
    for operator, block in value.items():
        if not isinstance(block, dict):
            message = f"{name} has a Condition {operator} that is no object"
            raise _WrongError(message)
        for key, values in block.items():
            found.append((operator, key, _texts(name, f"{operator} {key}", values)))
    return found


def _texts(name: str, what: str, value: object) -> tuple[str, ...]:
    """Return texts; numbers and booleans are taken as IAM does, as their texts."""
    listed = value if isinstance(value, list) else [value]
    found = []
    for each in listed:
        if isinstance(each, bool):
            found.append("true" if each else "false")
        elif isinstance(each, str | int | float):
            found.append(str(each))
        else:
            message = f"{name} has no text as its {what}"
            raise _WrongError(message)
    return tuple(found)
