"""Every declared subscription is confirmed, leads where it shall, and delivers as declared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from argowave.errors import AwsError
from argowave.flows.check import Check
from argowave.flows.drift import compare, different
from argowave.flows.result import Seen
from argowave.report.summary import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.flows.declared import Declared
    from argowave.flows.scene import Scene

_FIELDS = {
    "filterPolicy": "FilterPolicy",
    "filterPolicyScope": "FilterPolicyScope",
    "rawMessageDelivery": "RawMessageDelivery",
    "redrivePolicy": "RedrivePolicy",
}


class Subscriptions(Check):
    """Queues are subscribed to their topics."""

    name = "subscriptions"
    title = "every subscription is confirmed and as it is declared"

    def reason_to_skip(self, scene: Scene) -> str:
        """Return why there is nothing to look at."""
        return "" if scene.of_kind("TopicSubscription") else "no subscription is declared"

    def look(self, scene: Scene) -> Seen:
        """Look at each subscription."""
        declared = scene.of_kind("TopicSubscription")
        faults = [fault for each in declared for fault in _faults(scene, each)]
        return Seen(f"{count(len(declared), 'subscription')} looked at", tuple(faults))

    def repeat(self, scene: Scene) -> tuple[str, ...]:
        """Return the commands."""
        return (scene.aws_command("sns list-subscriptions"),)


def endpoints(scene: Scene, declared: Declared) -> tuple[str, str]:
    """Return the ARNs of a subscription's topic and of its queue."""
    topic = scene.arn_of("sns", str(declared.parameters.get("topicArn")), declared.region)
    return topic, scene.arn_of("sqs", str(declared.parameters.get("endpoint")), declared.region)


def _faults(scene: Scene, declared: Declared) -> Iterator[Finding]:
    topic, queue = endpoints(scene, declared)
    listed = _listed(scene, topic)
    protocol = declared.parameters.get("protocol")
    found = next((each for each in listed if each["Endpoint"] == queue), None)
    if found is None:
        others = ", ".join(each["Endpoint"] for each in listed) or "nobody"
        yield declared.finding(f"{queue} is not subscribed to {topic}; subscribed: {others}")
        return
    if found["Protocol"] != protocol:
        yield different(declared, "protocol", protocol, repr(found["Protocol"]))
    arn = found["SubscriptionArn"]
    if not arn.startswith("arn:"):
        yield declared.finding(f"the subscription of {queue} to {topic} is not confirmed: {arn}")
        return
    answer = scene.aws.call("sns", "get_subscription_attributes", SubscriptionArn=arn)
    held = answer["Attributes"]
    if held.get("PendingConfirmation") == "true":
        yield declared.finding(f"the subscription of {queue} to {topic} waits for confirmation")
    yield from compare(declared, held, _FIELDS)


def _listed(scene: Scene, topic: str) -> list[dict[str, Any]]:
    try:
        answer = scene.aws.call("sns", "list_subscriptions_by_topic", TopicArn=topic)
    except AwsError as error:
        if error.code not in {"NotFound", "NotFoundException"}:
            raise
        return []
    listed: list[dict[str, Any]] = answer["Subscriptions"]
    return listed
