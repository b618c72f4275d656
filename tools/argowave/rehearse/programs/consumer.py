"""The reference consumer: events from its SQS queue become items of its DynamoDB table.

A message is SNS's envelope around an event. Writing the same event twice leaves one item, so a
message that comes a second time does no harm. A message is deleted once its item is written, and
only while it is still hidden from other consumers. What is no event is left alone: SQS shows it
again after the visibility timeout, and moves it to the dead-letter queue after the tries that the
queue declares. SIGTERM ends it after the messages in hand.
"""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING, Any

from argowave.errors import AwsError
from argowave.rehearse.programs.stopping import stop_signal
from argowave.rehearse.programs.surroundings import connect, name_of, own_app

if TYPE_CHECKING:
    from collections.abc import Mapping
    from threading import Event

    from argowave.aws import Aws

WORKERS = 2  # threads that receive
BATCH = 10  # the most that SQS gives and takes at once
_WAIT = 1  # seconds of a long poll: how long a stop may take
_PATIENCE = 1.0  # seconds until the next try where AWS does not answer


@dataclass(frozen=True, slots=True)
class Pipe:
    """What is read, and what is written."""

    queue_url: str
    table: str
    visibility: float  # seconds that a received message is hidden


class NoEventError(Exception):
    """A message that holds no event."""


def run(variables: Mapping[str, str], stopping: Event) -> None:
    """Consume until `stopping` is set.

    Raises:
        AwsError: queue or table are missing.
    """
    aws = connect(variables)
    name = name_of(variables, own_app(variables, "consumer"))
    pipe = find_pipe(aws, name)
    sys.stdout.write(f"consuming from {pipe.queue_url}\n")
    threads = [Thread(target=_work, args=(aws, pipe, stopping)) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def find_pipe(aws: Aws, name: str) -> Pipe:
    """Return the queue and the table of one name; nothing is created where they are missing.

    Raises:
        AwsError: one of them is missing.
    """
    url = aws.call("sqs", "get_queue_url", QueueName=name)["QueueUrl"]
    wanted = ["VisibilityTimeout"]
    answer = aws.call("sqs", "get_queue_attributes", QueueUrl=url, AttributeNames=wanted)
    aws.call("dynamodb", "describe_table", TableName=name)
    return Pipe(url, name, float(answer["Attributes"]["VisibilityTimeout"]))


def consume_once(aws: Aws, pipe: Pipe) -> int:
    """Receive one batch, write its events, delete what was written; return how many that were."""
    answer = aws.call(
        "sqs",
        "receive_message",
        QueueUrl=pipe.queue_url,
        MaxNumberOfMessages=BATCH,
        WaitTimeSeconds=_WAIT,
    )
    received = time.monotonic()
    events: dict[str, dict[str, Any]] = {}
    done = []
    for message in answer.get("Messages", []):
        try:
            event = read_event(message["Body"])
        except NoEventError as error:
            sys.stdout.write(f"left alone: message {message['MessageId']} {error}\n")
            continue
        events[event["Id"]] = event
        done.append(message)
    if not done:
        return 0
    write(aws, pipe.table, list(events.values()))
    if time.monotonic() - received < pipe.visibility:
        _delete(aws, pipe.queue_url, done)
    return len(done)


def read_event(body: str) -> dict[str, Any]:
    """Return the event in a message.

    Raises:
        NoEventError: it is not SNS's envelope around an event; the text says why.
    """
    envelope = _object(body, "is no JSON object")
    if envelope.get("Type") != "Notification" or not isinstance(envelope.get("Message"), str):
        message = "is not wrapped in SNS's envelope"
        raise NoEventError(message)
    event = _object(envelope["Message"], "holds no JSON object")
    if not isinstance(event.get("Id"), str) or not event["Id"]:
        message = "holds an event without an Id"
        raise NoEventError(message)
    return event


def write(aws: Aws, table: str, events: list[dict[str, Any]]) -> None:
    """Write events as items; what DynamoDB leaves unprocessed is sent again."""
    requests = [{"PutRequest": {"Item": _item(event)}} for event in events]
    while requests:
        answer = aws.call("dynamodb", "batch_write_item", RequestItems={table: requests})
        requests = answer.get("UnprocessedItems", {}).get(table, [])


def _work(aws: Aws, pipe: Pipe, stopping: Event) -> None:
    while not stopping.is_set():
        try:
            consume_once(aws, pipe)
        except AwsError as error:
            sys.stdout.write(f"{error.message}\n")
            stopping.wait(_PATIENCE)


def _delete(aws: Aws, url: str, messages: list[dict[str, Any]]) -> None:
    entries = [
        {"Id": str(number), "ReceiptHandle": message["ReceiptHandle"]}
        for number, message in enumerate(messages)
    ]
    aws.call("sqs", "delete_message_batch", QueueUrl=url, Entries=entries)


def _item(event: dict[str, Any]) -> dict[str, Any]:
    return {name: _attribute(value) for name, value in event.items()}


def _attribute(value: object) -> dict[str, Any]:
    """Return a value as DynamoDB takes it."""
    match value:
        case bool():
            return {"BOOL": value}
        case int() | float():
            return {"N": str(value)}
        case str():
            return {"S": value}
        case None:
            return {"NULL": True}
    return {"S": json.dumps(value)}


def _object(text: str, otherwise: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise NoEventError(otherwise)
    return value


def main() -> None:
    """Run with the process's own variables."""
    try:
        run(os.environ, stop_signal())
    except AwsError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
