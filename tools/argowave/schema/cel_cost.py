"""How much work a rule is, before it is done: questions about questions double with each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.schema.cel_rules import Choice, Count, Joined, Not

if TYPE_CHECKING:
    from argowave.schema.cel_rules import Rule


def cost(rule: Rule) -> int:
    """Return how many pieces of schema a rule becomes, before equal ones are told."""
    return _cost(rule, {})


def _cost(rule: Rule, known: dict[int, int]) -> int:
    # by identity: a part stands in several places, and looking at all of them would double too
    if id(rule) not in known:
        known[id(rule)] = _counted(rule, known)
    return known[id(rule)]


def _counted(rule: Rule, known: dict[int, int]) -> int:
    match rule:
        case Not(of):
            return _cost(of, known)
        case Joined(_, parts):
            return sum(_cost(part, known) for part in parts)
        case Count(rules, _, _):
            ways: int = 2 ** len(rules)
            return ways * sum(_cost(each, known) for each in rules)
        case Choice(condition, then, otherwise):
            return 2 * _cost(condition, known) + _cost(then, known) + _cost(otherwise, known)
    return 1
