"""The reference producer: publishes an event to its SNS topic ten times a second.

An event is `{"Id": "<uuid>", "Number": 1, "CreatedAt": "<RFC 3339>"}`. SIGTERM ends it after the
event in hand.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING
from uuid import uuid4

from argowave.errors import AwsError
from argowave.rehearse.programs.stopping import stop_signal
from argowave.rehearse.programs.surroundings import connect, name_of, own_app

if TYPE_CHECKING:
    from collections.abc import Mapping
    from threading import Event

    from argowave.aws import Aws

INTERVAL = 0.1  # seconds between two events
_PATIENCE = 1.0  # seconds until the next try where AWS does not answer


def run(variables: Mapping[str, str], stopping: Event) -> None:
    """Publish until `stopping` is set."""
    aws = connect(variables)
    name = name_of(variables, own_app(variables, "producer"))
    topic = find_topic(aws, name)
    sys.stdout.write(f"publishing to {topic}\n")
    for number in count(1):
        event = new_event(number)
        try:
            aws.call("sns", "publish", TopicArn=topic, Message=json.dumps(event))
        except AwsError as error:
            sys.stdout.write(f"{error.message}\n")
            stopping.wait(_PATIENCE)
        if stopping.wait(INTERVAL):
            break


def find_topic(aws: Aws, name: str) -> str:
    """Return the ARN of a topic; nothing is created where it is missing.

    Raises:
        SystemExit: there is no topic of that name.
    """
    token: dict[str, str] = {}
    while True:
        answer = aws.call("sns", "list_topics", **token)
        for topic in answer["Topics"]:
            arn: str = topic["TopicArn"]
            if arn.endswith(f":{name}"):
                return arn
        if "NextToken" not in answer:
            message = f"there is no topic {name} at {aws.target}"
            raise SystemExit(message)
        token = {"NextToken": answer["NextToken"]}


def new_event(number: int) -> dict[str, object]:
    """Return an event."""
    return {"Id": str(uuid4()), "Number": number, "CreatedAt": datetime.now(UTC).isoformat()}


def main() -> None:
    """Run with the process's own variables."""
    try:
        run(os.environ, stop_signal())
    except AwsError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
