"""The access policy of an SQS queue."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from argowave.errors import AwsError
from argowave.rehearse.provider.kinds.kind import External, Kind, Wanted
from argowave.rehearse.provider.kinds.queue import MISSING
from argowave.rehearse.provider.references import ReferenceField

if TYPE_CHECKING:
    from argowave.aws import Aws


def observe(aws: Aws, wanted: Wanted) -> External | None:
    """Return the policy, None where the queue has another one or is not there."""
    url = str(wanted.parameters.get("queueUrl"))
    try:
        answer = aws.call("sqs", "get_queue_attributes", QueueUrl=url, AttributeNames=["Policy"])
    except AwsError as error:
        if error.code in MISSING:
            return None
        raise
    held = answer.get("Attributes", {}).get("Policy", "")
    if not held or json.loads(held) != json.loads(str(wanted.parameters.get("policy"))):
        return None
    return External(url, url)


def make(aws: Aws, wanted: Wanted) -> None:
    """Give the queue its policy.

    Raises:
        AwsError: it is no JSON, or AWS refuses it.
    """
    policy = str(wanted.parameters.get("policy"))
    try:
        json.loads(policy)
    except ValueError:
        call = "sqs SetQueueAttributes"
        raise AwsError(call, "", f"policy ({policy}) is invalid JSON") from None
    url = str(wanted.parameters.get("queueUrl"))
    aws.call("sqs", "set_queue_attributes", QueueUrl=url, Attributes={"Policy": policy})


KIND = Kind(
    "sqs",
    25,
    (ReferenceField("queueUrl", "sqs", "Queue", "url"),),
    observe,
    make,
    finds_by_name=False,
)
