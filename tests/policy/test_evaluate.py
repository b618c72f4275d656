from __future__ import annotations

import json
from typing import Any

import pytest

from argowave.policy import Answer, Decision, Policy, Principal, evaluate, read_policy

QUEUE = "arn:aws:sqs:eu-central-1:111122223333:jobs"
TOPIC = "arn:aws:sns:eu-central-1:111122223333:events"
SNS = Principal("Service", "sns.amazonaws.com")
ALLOW = {
    "Sid": "topic",
    "Effect": "Allow",
    "Principal": {"Service": "sns.amazonaws.com"},
    "Action": "sqs:SendMessage",
    "Resource": QUEUE,
    "Condition": {"ArnEquals": {"aws:SourceArn": TOPIC}},
}
CONTEXT: dict[str, str | None] = {"aws:SourceArn": TOPIC, "aws:SourceAccount": "111122223333"}


def policy(*statements: dict[str, Any]) -> Policy:
    found = read_policy(json.dumps({"Version": "2012-10-17", "Statement": statements}))
    assert isinstance(found, Policy), found
    return found


def decide(*statements: dict[str, Any], who: Principal = SNS, **context: str | None) -> Decision:
    known = {**CONTEXT, **{key.replace("_", ":"): value for key, value in context.items()}}
    return evaluate(policy(*statements), who, "sqs:SendMessage", QUEUE, known)


def changed(**elements: object) -> dict[str, Any]:
    """Return ALLOW with other elements; None takes one out."""
    return {key: value for key, value in {**ALLOW, **elements}.items() if value is not None}


def test_the_usual_policy_lets_the_topic_in() -> None:
    decision = decide(ALLOW)

    assert decision.answer is Answer.ALLOWED
    assert decision.reason == "statement topic allows it"


@pytest.mark.parametrize(
    ("elements", "reason"),
    [
        (
            {"Principal": {"Service": "events.amazonaws.com"}},
            "it is about the principal Service events.amazonaws.com",
        ),
        ({"Action": "sqs:ReceiveMessage"}, "it is about the action sqs:ReceiveMessage"),
        ({"Resource": f"{QUEUE}-dead"}, f"it is about the resource {QUEUE}-dead"),
        (
            {"Condition": {"ArnEquals": {"aws:SourceArn": f"{TOPIC}2"}}},
            f"its condition ArnEquals aws:SourceArn wants {TOPIC}2, and it is {TOPIC}",
        ),
        (
            {"Condition": {"StringEquals": {"aws:SourceAccount": "999988887777"}}},
            (
                "its condition StringEquals aws:SourceAccount wants 999988887777, "
                "and it is 111122223333"
            ),
        ),
    ],
)
def test_what_does_not_apply_allows_nothing_and_says_why(
    elements: dict[str, Any], reason: str
) -> None:
    decision = decide(changed(**elements))

    assert decision == Decision(Answer.DENIED, f"statement topic: {reason}")


@pytest.mark.parametrize(
    "elements",
    [
        {"Principal": "*"},
        {"Principal": {"AWS": "*"}},
        {"Principal": {"Service": ["events.amazonaws.com", "sns.amazonaws.com"]}},
        {"Action": "SQS:sendmessage"},
        {"Action": ["sqs:Send*"]},
        {"Action": "*"},
        {"Resource": "*"},
        {"Resource": "arn:aws:sqs:*:*:jobs"},
        {"Resource": "arn:aws:sqs:eu-central-?:111122223333:jobs"},
        {"Condition": None},
        {"Condition": {"ArnLike": {"AWS:sourcearn": "arn:aws:sns:*:*:event*"}}},
        {"Condition": {"StringLike": {"aws:SourceArn": "arn:aws:sns:*"}}},
        {"Condition": {"ArnEquals": {"aws:SourceArn": ["arn:aws:sns:::", TOPIC]}}},
        {"Condition": {"StringNotEquals": {"aws:SourceAccount": "999988887777"}}},
        {"Condition": {"StringEqualsIfExists": {"aws:SourceVpc": "vpc-1"}}},
        {"Condition": {"Null": {"aws:SourceArn": "false"}}},
        {"Action": None, "NotAction": "sqs:DeleteQueue"},
        {"Resource": None, "NotResource": f"{QUEUE}-dead"},
    ],
)
def test_wildcards_lists_negations_and_cases_are_read_as_aws_does(elements: dict[str, Any]) -> None:
    assert decide(changed(**elements), aws_SourceVpc=None).answer is Answer.ALLOWED


@pytest.mark.parametrize(
    "elements",
    [
        {"Resource": "arn:aws:sqs:eu-central-1:111122223333:JOBS"},
        {"Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:sns:*"}}},
        {"Condition": {"StringEquals": {"aws:SourceArn": "arn:aws:sns:*"}}},
        {"Condition": {"StringEquals": {"aws:SourceVpc": "vpc-1"}}},
        {"Condition": {"ArnNotLike": {"aws:SourceArn": "arn:aws:sns:*:*:event*"}}},
        {"Condition": {"StringEquals": {"aws:SourceAccount": []}}},
        {"Action": None, "NotAction": "sqs:*"},
        {"Resource": None, "NotResource": "*"},
        {"Principal": None, "NotPrincipal": {"Service": "sns.amazonaws.com"}},
        {
            "Condition": {
                "ArnEquals": {"aws:SourceArn": TOPIC},
                "StringEquals": {"aws:SourceAccount": "999988887777"},
            }
        },
    ],
)
def test_what_only_looks_like_a_match_is_none(elements: dict[str, Any]) -> None:
    assert decide(changed(**elements), aws_SourceVpc=None).answer is Answer.DENIED


def test_a_deny_goes_before_every_allow() -> None:
    deny = changed(Sid="", Effect="Deny", Principal="*", Condition=None)

    decision = decide(ALLOW, deny)

    assert (decision.answer, decision.reason) == (Answer.DENIED, "statement 2 denies it")


@pytest.mark.parametrize(
    ("elements", "reason"),
    [
        (
            {"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}},
            (
                "nothing says what aws:PrincipalOrgID is, and its condition "
                "StringEquals aws:PrincipalOrgID wants o-1"
            ),
        ),
        (
            {"Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}},
            "the condition operator IpAddress is not evaluated",
        ),
        (
            {"Condition": {"ForAnyValue:StringEquals": {"aws:SourceAccount": "1"}}},
            "ForAnyValue:StringEquals is for keys with several values, which are not looked at",
        ),
        (
            {"Resource": "arn:aws:sqs:*:*:${aws:PrincipalTag/team}"},
            "the policy variable in arn:aws:sqs:*:*:${aws:PrincipalTag/team} is not replaced",
        ),
        (
            {"Principal": {"Service": "sns.eu-south-1.amazonaws.com"}},
            "sns.eu-south-1.amazonaws.com is meant for some regions only",
        ),
        (
            {"Principal": {"Service": "*"}},
            "AWS does not document what the service principal * means",
        ),
    ],
)
def test_what_cannot_be_told_is_undecided_and_says_why(
    elements: dict[str, Any], reason: str
) -> None:
    decision = decide(changed(**elements))

    assert (decision.answer, decision.reason) == (Answer.UNDECIDED, f"statement topic: {reason}")


def test_a_deny_that_cannot_be_told_leaves_an_allow_undecided_and_a_denial_as_it_is() -> None:
    deny = changed(Effect="Deny", Condition={"StringEquals": {"aws:PrincipalOrgID": "o-1"}})

    assert decide(ALLOW, deny).answer is Answer.UNDECIDED
    assert decide(deny).answer is Answer.DENIED


ROLE = Principal("AWS", "arn:aws:sts::111122223333:assumed-role/consumer/session")


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        ("arn:aws:iam::111122223333:role/consumer", Answer.ALLOWED),
        ("arn:aws:iam::111122223333:role/teams/consumer", Answer.ALLOWED),
        ("arn:aws:iam::111122223333:role/producer", Answer.DENIED),
        ("arn:aws:iam::111122223333:root", Answer.UNDECIDED),
        ("111122223333", Answer.UNDECIDED),
        ("999988887777", Answer.DENIED),
        ("*", Answer.ALLOWED),
    ],
)
def test_a_role_is_known_by_its_session_and_an_account_decides_for_itself(
    value: str, answer: Answer
) -> None:
    statement = changed(Principal={"AWS": value}, Condition=None)

    assert decide(statement, who=ROLE).answer is answer


def test_an_account_that_is_denied_is_denied_for_everybody_in_it() -> None:
    deny = changed(Effect="Deny", Principal={"AWS": "111122223333"}, Condition=None)

    assert decide(changed(Principal="*"), deny, who=ROLE).answer is Answer.DENIED
