from __future__ import annotations

import pytest

from argowave.policy import Policy, PolicyFault, read_policy


def policy_of(statement: str) -> str:
    return f'{{"Statement": {statement}}}'


def with_condition(condition: str) -> str:
    return policy_of(
        '{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*", '
        f'"Condition": {condition}}}'
    )


def test_one_statement_may_stand_without_a_list() -> None:
    found = read_policy(with_condition("{}"))

    assert isinstance(found, Policy)
    assert found.statements[0].name == "statement 1"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "it is no JSON: Expecting property name enclosed in double quotes in line 1"),
        ("[" * 100_000, "it is no JSON: it is nested too deep"),
        ("[]", "it is no object with a Statement"),
        ("{}", "it has no Statement"),
        ('{"Statement": []}', "it has no Statement"),
        ('{"Statement": [1]}', "statement 1 is no object"),
        (
            policy_of('{"Effect": "allow"}'),
            "statement 1 has the Effect 'allow'; it is Allow or Deny",
        ),
        (
            policy_of('{"Effects": "Allow"}'),
            "statement 1 has Effects, which no statement knows",
        ),
        (
            policy_of('{"Effect": "Allow", "Action": "*", "Resource": "*"}'),
            "statement 1 needs exactly one of Principal and NotPrincipal",
        ),
        (
            policy_of('{"Effect": "Allow", "Effect": "Deny"}'),
            "it states Effect twice in one object",
        ),
        (
            with_condition("[]"),
            "statement 1 has a Condition that is no object",
        ),
        (
            with_condition('{"Bool": 1}'),
            "statement 1 has a Condition Bool that is no object",
        ),
        (
            policy_of('{"Effect": "Allow", "Principal": "sns", "Action": "*", "Resource": "*"}'),
            "statement 1 has a Principal that is neither * nor an object",
        ),
        (
            policy_of('{"Effect": "Allow", "Principal": "*", "Action": {}, "Resource": "*"}'),
            "statement 1 has no text as its Action",
        ),
    ],
)
def test_what_is_no_policy_is_named(text: str, message: str) -> None:
    assert read_policy(text) == PolicyFault(message)
