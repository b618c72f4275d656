"""What holds of every policy and every request."""

from __future__ import annotations

import json
import re
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from argowave.policy import Answer, Policy, Principal, Statement, evaluate, read_policy
from argowave.policy.patterns import arn_matches, matches

KEYS = ("aws:SourceArn", "aws:SourceAccount")
VALUES = ("arn:aws:sns:r:1:a", "arn:aws:sns:r:1:b", "1", "2")
PATTERNS = (*VALUES, "arn:aws:sns:*:*:*", "*", "?")
OPERATORS = ("ArnEquals", "ArnNotLike", "StringEquals", "StringLikeIfExists", "StringNotLike")
RESOURCES = ("arn:aws:sqs:r:1:q", "arn:aws:sqs:r:1:*", "arn:aws:sqs:r:1:other", "*")
SNS = Principal("Service", "sns.amazonaws.com")

conditions = st.lists(
    st.tuples(
        st.sampled_from(OPERATORS),
        st.sampled_from(KEYS),
        st.lists(st.sampled_from(PATTERNS), min_size=1, max_size=2).map(tuple),
    ),
    max_size=2,
).map(tuple)
statements = st.builds(
    Statement,
    number=st.just(0),
    allows=st.booleans(),
    principals=st.sampled_from(
        [(("*", "*"),), (("Service", "sns.amazonaws.com"),), (("Service", "s3.amazonaws.com"),)]
    ),
    actions=st.sampled_from([("sqs:SendMessage",), ("sqs:*",), ("sqs:GetQueueUrl",)]),
    resources=st.sampled_from([(each,) for each in RESOURCES]),
    conditions=conditions,
    not_principal=st.booleans(),
    not_action=st.booleans(),
    not_resource=st.booleans(),
)
policies = st.lists(statements, max_size=4).map(lambda found: Policy(tuple(found)))
contexts = st.dictionaries(st.sampled_from(KEYS), st.sampled_from((*VALUES, None)))


def answer(policy: Policy, context: dict[str, str | None]) -> Answer:
    return evaluate(policy, SNS, "sqs:SendMessage", RESOURCES[0], context).answer


@given(policies, contexts)
def test_what_is_decided_stays_so_whatever_else_becomes_known(
    policy: Policy, context: dict[str, str | None]
) -> None:
    decided = answer(policy, context)
    missing = [key for key in KEYS if key not in context]
    for values in product((*VALUES, None), repeat=len(missing)):
        complete = {**context, **dict(zip(missing, values, strict=True))}
        found = answer(policy, complete)
        assert found is not Answer.UNDECIDED
        assert decided in (found, Answer.UNDECIDED)


@given(policies, contexts, st.randoms())
def test_the_order_of_statements_does_not_count(
    policy: Policy, context: dict[str, str | None], random: object
) -> None:
    shuffled = list(policy.statements)
    random.shuffle(shuffled)  # type: ignore[attr-defined] # (hypothesis' random.Random)

    assert answer(policy, context) is answer(Policy(tuple(shuffled)), context)


@given(policies, statements, contexts)
def test_one_more_deny_never_allows_and_one_more_allow_never_denies(
    policy: Policy, statement: Statement, context: dict[str, str | None]
) -> None:
    before = answer(policy, context)
    after = answer(Policy((*policy.statements, statement)), context)

    if statement.allows and before is Answer.ALLOWED:
        assert after is Answer.ALLOWED
    if not statement.allows and before is Answer.DENIED:
        assert after is Answer.DENIED


letters = st.text("ab:*?.", max_size=8)


@given(letters, st.text("ab:.", max_size=8))
def test_wildcards_are_those_of_iam(pattern: str, text: str) -> None:
    expression = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")

    assert matches(pattern, text) == bool(re.fullmatch(expression, text))


@given(st.lists(letters, min_size=6, max_size=6), st.lists(st.text("ab", max_size=3), min_size=6))
def test_a_pattern_for_arns_matches_no_more_than_the_same_text_as_a_pattern(
    wanted: list[str], given_: list[str]
) -> None:
    pattern = ":".join(each.replace(":", "") for each in wanted)
    arn = ":".join(given_)

    if arn_matches(pattern, arn):
        assert matches(pattern, arn)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(
                    ["Statement", "Effect", "Principal", "Action", "Resource", "Condition", "Allow"]
                ),
                inner,
            )
        ),
    )
)
def test_any_json_is_read_or_refused(value: object) -> None:
    assert read_policy(json.dumps(value)) is not None
