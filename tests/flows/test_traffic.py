"""The real traffic, as CloudWatch counts it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from argowave.aws import Aws, Key, Target
from argowave.flows import Declared
from argowave.flows.traffic import watch_metrics
from argowave.rehearse.emulator import MiniStack

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def aws() -> Iterator[Aws]:
    with MiniStack("000000000000", "eu-central-1") as emulator:
        yield Aws(Target("eu-central-1", emulator.url, Key("test", "test")))


@pytest.mark.parametrize(
    ("consumed", "oldest", "complaint"),
    [
        (7, 12, ""),
        (0, 0, "no message was consumed: 0 messages consumed in 15 minutes, the oldest waited 0 s"),
        (
            7,
            900,
            "messages wait too long: 7 messages consumed in 15 minutes, the oldest waited 900",
        ),
    ],
)
def test_messages_have_to_be_consumed_and_in_time(
    aws: Aws, consumed: float, oldest: float, complaint: str
) -> None:
    queue = Declared("sqs", "Queue", f"queue-{consumed}-{oldest}", {}, "events")
    for name, value in (
        ("NumberOfMessagesDeleted", consumed),
        ("ApproximateAgeOfOldestMessage", oldest),
    ):
        datum = {
            "MetricName": name,
            "Dimensions": [{"Name": "QueueName", "Value": queue.name}],
            "Value": value,
        }
        aws.call("cloudwatch", "put_metric_data", Namespace="AWS/SQS", MetricData=[datum])

    seen = watch_metrics(aws, queue, datetime.now(UTC) + timedelta(minutes=1))

    messages = [finding.message for finding in seen.faults]
    assert [message.startswith(complaint) for message in messages] == ([True] if complaint else [])
