"""What fails while the pipeline runs: nothing is lost, nothing comes twice, the rest flows."""

from __future__ import annotations

import json
import os
import signal
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from argowave.aws import Aws
from argowave.rehearse.emulator import Emulator, MiniStack
from argowave.rehearse.programs.producer import new_event
from argowave.rehearse.rehearsal import Rehearsal
from rehearse.conftest import stage_of
from rehearse.slow_proxy import SlowProxy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

EVENTS = "justtrack-dev-devops-consumer-events"
TOPIC = "arn:aws:sns:eu-central-1:000000000000:justtrack-dev-devops-producer-events"
QUEUE = "environments/dev/rendered/infra/pipeline/sqs-queue.yaml"
EMULATOR = "ministack, as it is started"


@pytest.fixture
def impatient(repository: Path) -> Iterator[Rehearsal]:
    """Return dev as it runs, with a queue that shows a message again after one second."""
    path = repository / QUEUE
    text = path.read_text("utf-8").replace("TimeoutSeconds: 30", "TimeoutSeconds: 1")
    path.write_text(text.replace('maxReceiveCount\\":5', 'maxReceiveCount\\":3'), "utf-8")
    stage = stage_of(repository, "dev")
    emulator = MiniStack(stage.account, stage.region)
    with emulator, Rehearsal(stage, emulator) as rehearsal:
        assert rehearsal.run(30).findings == ()
        yield rehearsal


def until(rehearsal: Rehearsal, reached: Callable[[], bool], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < deadline, "it did not happen in time"
        rehearsal.keep_going(0.1)


def items(rehearsal: Rehearsal, aws: Aws | None = None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    more: dict[str, Any] = {}
    while True:
        answer = (aws or rehearsal.aws).call("dynamodb", "scan", TableName=EVENTS, **more)
        found += answer["Items"]
        if "LastEvaluatedKey" not in answer:
            return found
        more = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}


def publish(
    rehearsal: Rehearsal, number: int, aws: Aws | None = None
) -> dict[str, dict[str, object]]:
    """Publish events of our own; return them by their Ids."""
    events = [new_event(each) for each in range(number)]
    for start in range(0, number, 10):
        entries = [
            {"Id": str(place), "Message": json.dumps(event)}
            for place, event in enumerate(events[start : start + 10])
        ]
        (aws or rehearsal.aws).call(
            "sns", "publish_batch", TopicArn=TOPIC, PublishBatchRequestEntries=entries
        )
    return {str(event["Id"]): event for event in events}


def test_a_consumer_that_is_killed_loses_nothing_and_writes_nothing_twice(
    impatient: Rehearsal,
) -> None:
    (consumer,) = impatient.workloads.processes("consumer")
    events = publish(impatient, 200)
    os.kill(consumer.pid, signal.SIGKILL)  # most of them are waiting, some are in hand
    before = {item["Id"]["S"] for item in items(impatient)} & events.keys()
    assert len(before) < len(events)

    until(impatient, lambda: events.keys() <= {item["Id"]["S"] for item in items(impatient)})

    listed = items(impatient)  # once, as the producer still writes more
    written = {item["Id"]["S"]: item for item in listed}
    assert len(written) == len(listed)
    assert {each: written[each]["Number"]["N"] for each in events} == {
        each: str(event["Number"]) for each, event in events.items()
    }


def test_an_emulator_that_starts_anew_is_put_right(running: Rehearsal) -> None:
    emulator = running.emulator
    assert isinstance(emulator, MiniStack), EMULATOR
    before = {item["Id"]["S"] for item in items(running)}

    emulator.restart()

    def is_right() -> bool:
        item = running.arrivals.first()
        return item is not None and item["Id"]["S"] not in before

    until(running, is_right)


def test_a_poison_message_ends_in_the_dead_letter_queue_and_the_rest_flows(
    impatient: Rehearsal,
) -> None:
    url = impatient.aws.call("sqs", "get_queue_url", QueueName=EVENTS)["QueueUrl"]
    impatient.aws.call("sqs", "send_message", QueueUrl=url, MessageBody="no event")
    dead = impatient.aws.call("sqs", "get_queue_url", QueueName=f"{EVENTS}-dead")["QueueUrl"]
    events = publish(impatient, 20)
    moved: list[dict[str, Any]] = []

    def is_dead() -> bool:
        answer = impatient.aws.call("sqs", "receive_message", QueueUrl=dead, AttributeNames=["All"])
        moved.extend(answer.get("Messages", []))
        return bool(moved)

    until(impatient, is_dead)

    (message,) = moved
    (consumer,) = impatient.workloads.processes("consumer")
    tries = [line for line in consumer.output if "left alone: message" in line]
    assert message["Body"] == "no event"
    assert len(tries) == 3
    assert tries[0].endswith("is no JSON object")
    assert events.keys() <= {item["Id"]["S"] for item in items(impatient)}


def test_a_slow_and_busy_endpoint_delays_and_loses_nothing(repository: Path) -> None:
    stage = stage_of(repository, "dev")
    with (
        MiniStack(stage.account, stage.region) as emulator,
        SlowProxy(emulator.url, delay=0.05, refuses_every=40) as proxy,
        Rehearsal(stage, Emulator(proxy.url, "slow")) as rehearsal,
    ):
        outcome = rehearsal.run(60)
        # what the test itself asks is refused by nobody
        aws = Aws(replace(rehearsal.aws.target, endpoint=emulator.url))
        events = publish(rehearsal, 50, aws)
        until(
            rehearsal,
            lambda: events.keys() <= {item["Id"]["S"] for item in items(rehearsal, aws)},
        )

        assert outcome.arrived is not None
        assert proxy.refused > 1
