"""A subscription to an SNS topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.errors import AwsError
from argowave.rehearse.provider.kinds.kind import External, Kind, Wanted
from argowave.rehearse.provider.kinds.topic import as_attribute
from argowave.rehearse.provider.references import ReferenceField

if TYPE_CHECKING:
    from argowave.aws import Aws

_ATTRIBUTES = {
    "deliveryPolicy": "DeliveryPolicy",
    "filterPolicy": "FilterPolicy",
    "filterPolicyScope": "FilterPolicyScope",
    "rawMessageDelivery": "RawMessageDelivery",
    "redrivePolicy": "RedrivePolicy",
}


def observe(aws: Aws, wanted: Wanted) -> External | None:
    """Return the subscription, None where there is none of this protocol and endpoint."""
    parameters = wanted.parameters
    try:
        answer = aws.call(
            "sns", "list_subscriptions_by_topic", TopicArn=str(parameters.get("topicArn"))
        )
    except AwsError as error:
        if error.code in {"NotFound", "NotFoundException"}:
            return None
        raise
    for each in answer["Subscriptions"]:
        same = (each["Protocol"], each["Endpoint"]) == (
            parameters.get("protocol"),
            parameters.get("endpoint"),
        )
        if same and each["SubscriptionArn"].startswith("arn:"):
            return External(each["SubscriptionArn"], each["SubscriptionArn"])
    return None


def make(aws: Aws, wanted: Wanted) -> None:
    """Subscribe; it is idempotent."""
    parameters = wanted.parameters
    attributes = {
        name: as_attribute(parameters[field])
        for field, name in _ATTRIBUTES.items()
        if parameters.get(field) not in (None, "", False)
    }
    aws.call(
        "sns",
        "subscribe",
        TopicArn=str(parameters.get("topicArn")),
        Protocol=str(parameters.get("protocol")),
        Endpoint=str(parameters.get("endpoint")),
        Attributes=attributes,
        ReturnSubscriptionArn=True,
    )


KIND = Kind(
    "sns",
    0.3,
    (
        ReferenceField("topicArn", "sns", "Topic", "arn"),
        ReferenceField("endpoint", "sqs", "Queue", "arn"),
    ),
    observe,
    make,
    finds_by_name=False,
)
