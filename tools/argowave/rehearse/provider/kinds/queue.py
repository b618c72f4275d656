"""An SQS queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.errors import AwsError
from argowave.rehearse.provider.kinds.kind import External, Kind, Wanted
from argowave.rehearse.provider.kinds.topic import as_attribute

if TYPE_CHECKING:
    from argowave.aws import Aws

_ATTRIBUTES = {
    "contentBasedDeduplication": "ContentBasedDeduplication",
    "delaySeconds": "DelaySeconds",
    "fifoQueue": "FifoQueue",
    "kmsDataKeyReusePeriodSeconds": "KmsDataKeyReusePeriodSeconds",
    "kmsMasterKeyId": "KmsMasterKeyId",
    "maxMessageSize": "MaximumMessageSize",
    "messageRetentionSeconds": "MessageRetentionPeriod",
    "policy": "Policy",
    "receiveWaitTimeSeconds": "ReceiveMessageWaitTimeSeconds",
    "redriveAllowPolicy": "RedriveAllowPolicy",
    "redrivePolicy": "RedrivePolicy",
    "sqsManagedSseEnabled": "SqsManagedSseEnabled",
    "visibilityTimeoutSeconds": "VisibilityTimeout",
}
MISSING = {"AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist"}


def observe(aws: Aws, wanted: Wanted) -> External | None:
    """Return the queue, None where it does not exist."""
    try:
        url = aws.call("sqs", "get_queue_url", QueueName=_name(wanted))["QueueUrl"]
        answer = aws.call("sqs", "get_queue_attributes", QueueUrl=url, AttributeNames=["QueueArn"])
    except AwsError as error:
        if error.code in MISSING:
            return None
        raise
    return External(url, url, answer["Attributes"]["QueueArn"])


def make(aws: Aws, wanted: Wanted) -> None:
    """Create the queue."""
    attributes = {
        name: as_attribute(wanted.parameters[field])
        for field, name in _ATTRIBUTES.items()
        if wanted.parameters.get(field) not in (None, "", False)
    }
    aws.call("sqs", "create_queue", QueueName=_name(wanted), Attributes=attributes)


def _name(wanted: Wanted) -> str:
    """Return the queue's name: the field, or the end of the URL that the external name is."""
    stated = wanted.parameters.get("name")
    return str(stated or wanted.name.rpartition("/")[2])


KIND = Kind("sqs", 25, (), observe, make, finds_by_name=False)
