"""A policy and a request → the decision."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from argowave.policy.conditions import conditions_match
from argowave.policy.match import YES, Match, any_of, every, no, opposite, unknown
from argowave.policy.patterns import has_variable, matches
from argowave.policy.principals import Principal, principal_matches

if TYPE_CHECKING:
    from collections.abc import Mapping

    from argowave.policy.document import Policy, Statement


class Answer(StrEnum):
    """What a policy says to a request."""

    ALLOWED = "allowed"
    DENIED = "denied"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a policy says, and why."""

    answer: Answer
    reason: str
    statement: Statement | None = None  # the one that decides, None where none applies


def evaluate(
    policy: Policy,
    principal: Principal,
    action: str,
    resource: str,
    context: Mapping[str, str | None],
) -> Decision:
    """Return what a resource policy says to a request.

    Identity policies, permission boundaries and organisation policies are not looked at: what is
    allowed here may still be denied by one of them.

    Args:
        policy: the policy of the resource.
        principal: who asks.
        action: what for, such as sqs:SendMessage.
        resource: the ARN of the resource.
        context: condition keys of the request, such as aws:SourceArn; None where the request is
            known not to have a key. What hangs on a key that is not given is undecided.
    """
    verdicts = [
        (each, _applies(each, principal, action, resource, context)) for each in policy.statements
    ]
    denies = [(each, match) for each, match in verdicts if not each.allows]
    allows = [(each, match) for each, match in verdicts if each.allows]
    for statement, match in denies:
        if match.holds:
            return Decision(Answer.DENIED, f"{statement.name} denies it", statement)
    allowing = next((each for each, match in allows if match.holds), None)
    for statement, match in [*denies, *([] if allowing else allows)]:
        if match.holds is None and (statement.allows or _may_be_allowed(allows)):
            return Decision(Answer.UNDECIDED, f"{statement.name}: {match.reason}", statement)
    if allowing is not None:
        return Decision(Answer.ALLOWED, f"{allowing.name} allows it", allowing)
    reasons = [f"{each.name}: {match.reason}" for each, match in allows]
    return Decision(Answer.DENIED, "; ".join(reasons) or "no statement allows anything")


def _may_be_allowed(allows: list[tuple[Statement, Match]]) -> bool:
    return any(match.holds is not False for _, match in allows)


def _applies(
    statement: Statement,
    principal: Principal,
    action: str,
    resource: str,
    context: Mapping[str, str | None],
) -> Match:
    return every(
        (
            principal_matches(statement, principal),
            _action(statement, action),
            _resource(statement, resource),
            conditions_match(statement, context),
        )
    )


def _action(statement: Statement, action: str) -> Match:
    listed = " or ".join(statement.actions)
    found = any_of(
        (YES if matches(each.lower(), action.lower()) else no("") for each in statement.actions),
        f"it is about the action {listed}",
    )
    if statement.not_action:
        return opposite(found, f"its NotAction leaves out {action}")
    return found


def _resource(statement: Statement, resource: str) -> Match:
    listed = " or ".join(statement.resources)
    found = any_of(
        (_one_resource(each, resource) for each in statement.resources),
        f"it is about the resource {listed}",
    )
    if statement.not_resource:
        return opposite(found, f"its NotResource leaves out {resource}")
    return found


def _one_resource(pattern: str, resource: str) -> Match:
    if has_variable(pattern):
        return unknown(f"the policy variable in {pattern} is not replaced")
    return YES if matches(pattern, resource) else no("")
