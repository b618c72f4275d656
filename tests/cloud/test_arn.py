from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argowave.cloud import Arn, Place, parse_arn, place_of_arn
from argowave.cloud.arn import partition_of

TEXT = "arn:aws:sqs:eu-central-1:000000000000:jobs"


def test_an_arn_is_read_in_its_six_parts_and_written_as_it_was() -> None:
    arn = parse_arn(TEXT)

    assert arn == Arn("aws", "sqs", "eu-central-1", "000000000000", "jobs")
    assert str(arn) == TEXT


@pytest.mark.parametrize(
    "text", ["", "jobs", "arn:aws:sqs:eu-central-1:000000000000", "urn:a:b:c:d:e"]
)
def test_other_texts_are_no_arns(text: str) -> None:
    assert parse_arn(text) is None


@given(st.lists(st.text("abc*-", max_size=4), min_size=4, max_size=4), st.text("ab:/*"))
def test_every_arn_is_written_as_it_was_read(parts: list[str], resource: str) -> None:
    text = ":".join(("arn", *parts, resource))

    assert str(parse_arn(text)) == text


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (TEXT, Place("sqs", "eu-central-1", "000000000000", "jobs")),
        (
            "arn:aws:sns:eu-central-1:000000000000:events:5be8a5e4-0000-0000-0000-000000000000",
            Place("sns", "eu-central-1", "000000000000", "events"),
        ),
        (
            "arn:aws:dynamodb:eu-central-1:000000000000:table/items/index/by-owner",
            Place("dynamodb", "eu-central-1", "000000000000", "items"),
        ),
        ("arn:aws:dynamodb:eu-central-1:000000000000:backup/items", None),
        ("arn:aws:s3:::bucket", None),
        ("arn:aws:sqs:eu-central-1:000000000000:jobs*", None),
        ("arn:aws:sqs:eu-central-1:${aws:PrincipalAccount}:jobs", None),
    ],
)
def test_an_arn_means_a_topic_a_queue_or_a_table(text: str, place: Place | None) -> None:
    arn = parse_arn(text)

    assert arn is not None
    assert place_of_arn(arn) == place


def test_each_region_is_in_one_partition() -> None:
    regions = ("eu-central-1", "cn-north-1", "us-gov-west-1")

    assert [partition_of(each) for each in regions] == ["aws", "aws-cn", "aws-us-gov"]
