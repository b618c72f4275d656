"""An SNS topic."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from argowave.errors import AwsError
from argowave.rehearse.provider.kinds.kind import External, Kind, Wanted

if TYPE_CHECKING:
    from argowave.aws import Aws

_ATTRIBUTES = {
    "contentBasedDeduplication": "ContentBasedDeduplication",
    "deliveryPolicy": "DeliveryPolicy",
    "displayName": "DisplayName",
    "fifoTopic": "FifoTopic",
    "kmsMasterKeyId": "KmsMasterKeyId",
    "policy": "Policy",
}


def arn_of(wanted: Wanted) -> str:
    """Return the topic's ARN, which the provider makes from a template (externalname.go)."""
    return f"arn:aws:sns:{wanted.region}:{wanted.account}:{wanted.name}"


def observe(aws: Aws, wanted: Wanted) -> External | None:
    """Return the topic, None where it does not exist."""
    arn = arn_of(wanted)
    try:
        aws.call("sns", "get_topic_attributes", TopicArn=arn)
    except AwsError as error:
        if error.code in {"NotFound", "NotFoundException"}:
            return None
        raise
    return External(wanted.name, arn, arn)


def make(aws: Aws, wanted: Wanted) -> None:
    """Create the topic."""
    attributes = {
        name: as_attribute(wanted.parameters[field])
        for field, name in _ATTRIBUTES.items()
        if wanted.parameters.get(field) not in (None, "")
    }
    aws.call("sns", "create_topic", Name=wanted.name, Attributes=attributes)


def as_attribute(value: Any) -> str:  # noqa: ANN401 (any JSON value)
    """Return a value as SNS and SQS take attributes: text."""
    return value if isinstance(value, str) else json.dumps(value)


KIND = Kind("sns", 0.5, (), observe, make)
