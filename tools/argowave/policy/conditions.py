"""Condition blocks against what is known of a request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from argowave.policy.match import YES, Match, any_of, every, no, opposite, unknown
from argowave.policy.patterns import arn_matches, has_variable, matches

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from argowave.policy.document import Statement

    Context = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class _Operator:
    compare: Callable[[str, str], bool]  # (value of the policy, value of the request)
    negated: bool = False


def _equal(wanted: str, given: str) -> bool:
    return wanted == given


def _equal_any_case(wanted: str, given: str) -> bool:
    return wanted.lower() == given.lower()


# ArnEquals and ArnLike behave identically, by AWS's own words
_OPERATORS: Final = {
    "arnequals": _Operator(arn_matches),
    "arnlike": _Operator(arn_matches),
    "arnnotequals": _Operator(arn_matches, negated=True),
    "arnnotlike": _Operator(arn_matches, negated=True),
    "stringequals": _Operator(_equal),
    "stringnotequals": _Operator(_equal, negated=True),
    "stringequalsignorecase": _Operator(_equal_any_case),
    "stringnotequalsignorecase": _Operator(_equal_any_case, negated=True),
    "stringlike": _Operator(matches),
    "stringnotlike": _Operator(matches, negated=True),
    "bool": _Operator(_equal_any_case),
}
_IF_EXISTS: Final = "ifexists"


def conditions_match(statement: Statement, context: Context) -> Match:
    """Tell whether all of a statement's conditions hold.

    Args:
        statement: a statement.
        context: by condition key; None where the request is known not to have the key. A key that
            is not in it may or may not be in the request. The case of keys does not count.
    """
    known = {key.lower(): value for key, value in context.items()}
    return every(
        _one(operator, key, values, known) for operator, key, values in statement.conditions
    )


def _one(operator: str, key: str, values: tuple[str, ...], context: Context) -> Match:
    shown = f"its condition {operator} {key} wants {' or '.join(values) or 'nothing'}"
    name = operator.lower()
    if ":" in name:
        return unknown(f"{operator} is for keys with several values, which are not looked at")
    is_known, given = key.lower() in context, context.get(key.lower())
    if name == "null":
        return _null(values, key, is_known=is_known, given=given, shown=shown)
    only_if_there = name.endswith(_IF_EXISTS)
    found = _OPERATORS.get(name.removesuffix(_IF_EXISTS))
    if found is None:
        return unknown(f"the condition operator {operator} is not evaluated")
    if not is_known:
        return unknown(f"nothing says what {key} is, and {shown}")
    if given is None:
        there = only_if_there or found.negated
        return YES if there else no(f"the request has no {key}, and {shown}")
    return _compared(found, values, given, f"{shown}, and it is {given}")


def _compared(operator: _Operator, values: tuple[str, ...], given: str, reason: str) -> Match:
    def compare(value: str) -> Match:
        if has_variable(value):
            return unknown(f"the policy variable in {value} is not replaced")
        return YES if operator.compare(value, given) else no("")

    found = any_of((compare(value) for value in values), reason)
    return opposite(found, reason) if operator.negated else found


def _null(
    values: tuple[str, ...], key: str, *, is_known: bool, given: str | None, shown: str
) -> Match:
    if not is_known:
        return unknown(f"nothing says whether the request has {key}")
    wanted = "true" if given is None else "false"
    return any_of((YES if value.lower() == wanted else no("") for value in values), shown)
