"""An event that is published to the topic comes out as an item of the table.

Where the environment does not let us publish, the real traffic is watched instead: items come.
"""

from __future__ import annotations

import json
import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from argowave.errors import AwsError
from argowave.flows.check import Check
from argowave.flows.checks.dead_letters import live_queues
from argowave.flows.result import Seen
from argowave.flows.traffic import watch_metrics

if TYPE_CHECKING:
    from argowave.flows.declared import Declared
    from argowave.flows.scene import Scene

COUNTS = {
    "ApproximateNumberOfMessages": "waiting",
    "ApproximateNumberOfMessagesNotVisible": "in flight",
}


class Delivery(Check):
    """Events arrive."""

    name = "delivery"
    title = "an event goes from the topic to the table"
    waits = True

    def __init__(self) -> None:
        """Prepare an event of its own; nothing is sent yet."""
        self._event = {
            "Id": f"canary-{uuid4()}",
            "Number": 0,
            "CreatedAt": datetime.now(UTC).isoformat(),
        }
        self._sent: float | None = None
        self._first_count: int | None = None

    def reason_to_skip(self, scene: Scene) -> str:
        """Return why there is nothing to look at."""
        missing = [kind for kind in ("Topic", "Table") if not scene.of_kind(kind)]
        return f"no {missing[0].lower()} is declared" if missing else ""

    def look(self, scene: Scene) -> Seen:
        """Look for the event, or for what the real traffic brings."""
        return self._look_for_own(scene) if scene.publishes else self._watch(scene)

    def clean_up(self, scene: Scene) -> None:
        """Delete the item that the event became."""
        if self._sent is None:
            return
        for table in scene.of_kind("Table"):
            with suppress(AwsError):
                key = {self._key_of(table): {"S": self._event["Id"]}}
                scene.aws.call("dynamodb", "delete_item", TableName=table.name, Key=key)

    def repeat(self, scene: Scene) -> tuple[str, ...]:
        """Return the commands."""
        return tuple(
            scene.aws_command(f"dynamodb scan --table-name {table.name} --max-items 5")
            for table in scene.of_kind("Table")
        )

    def _look_for_own(self, scene: Scene) -> Seen:
        (topic, *_), (table, *_) = scene.of_kind("Topic"), scene.of_kind("Table")
        if self._sent is None:
            message = json.dumps(self._event)
            scene.aws.call("sns", "publish", TopicArn=scene.arn(topic), Message=message)
            self._sent = time.monotonic()
        key = {self._key_of(table): {"S": self._event["Id"]}}
        answer = scene.aws.call(
            "dynamodb", "get_item", TableName=table.name, Key=key, ConsistentRead=True
        )
        spent = time.monotonic() - self._sent
        if "Item" in answer:
            return Seen(f"it arrived after {spent:.1f} s")
        words = _where_it_is(scene)
        message = (
            f"an event published to {topic.name} is not in the table {table.name} "
            f"after {spent:.0f} s: {words}"
        )
        return Seen(words, (table.finding(message),))

    def _watch(self, scene: Scene) -> Seen:
        """Compare the number of items with the first look's; on real AWS, ask CloudWatch."""
        queues = live_queues(scene)
        if scene.aws.target.endpoint is None and queues:
            return watch_metrics(scene.aws, queues[0])
        (table, *_) = scene.of_kind("Table")
        answer = scene.aws.call("dynamodb", "scan", TableName=table.name, Select="COUNT")
        found = int(answer["Count"])
        if self._first_count is None:
            self._first_count = found
        if found > self._first_count:
            return Seen(f"{found - self._first_count} items came while it was watched")
        words = f"{found} items, none of them new; {_where_it_is(scene)}"
        return Seen(words, (table.finding(f"no item came to the table: {words}"),))

    def _key_of(self, table: Declared) -> str:
        return str(table.parameters.get("hashKey"))


def _where_it_is(scene: Scene) -> str:
    """Return how the queues stand, and what that lets one suspect."""
    seen = []
    for queue in scene.of_kind("Queue"):
        with suppress(AwsError):
            seen.append((queue, queue_counts(scene, queue)))
    for queue, (waiting, in_flight) in seen:
        if "dead" in queue.name or not (waiting or in_flight):
            continue
        counted = f"{waiting} messages waiting, {in_flight or 'none'} in flight in {queue.name}"
        if not in_flight:
            return f"{counted}: is the consumer running?"
        return f"{counted}: does the consumer fail to write them?"
    return "no message is in a queue: do the subscription and the queue's policy let it through?"


def queue_counts(scene: Scene, queue: Declared) -> tuple[int, int]:
    """Return how many messages wait in a queue, and how many are in flight."""
    held: dict[str, Any] = scene.queue_attributes(queue.name)
    waiting, in_flight = (int(held.get(name, 0)) for name in COUNTS)
    return waiting, in_flight
