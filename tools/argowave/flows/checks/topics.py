"""Every declared topic exists and is as it is declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.errors import AwsError
from argowave.flows.check import Check
from argowave.flows.drift import compare
from argowave.flows.result import Seen
from argowave.report.summary import count

if TYPE_CHECKING:
    from argowave.flows.scene import Scene

_FIELDS = {
    "contentBasedDeduplication": "ContentBasedDeduplication",
    "deliveryPolicy": "DeliveryPolicy",
    "displayName": "DisplayName",
    "fifoTopic": "FifoTopic",
    "kmsMasterKeyId": "KmsMasterKeyId",
}


class Topics(Check):
    """Topics are there."""

    name = "topics"
    title = "every topic exists as it is declared"

    def reason_to_skip(self, scene: Scene) -> str:
        """Return why there is nothing to look at."""
        return "" if scene.of_kind("Topic") else "no topic is declared"

    def look(self, scene: Scene) -> Seen:
        """Look at each topic."""
        topics = scene.of_kind("Topic")
        faults = []
        for topic in topics:
            try:
                answer = scene.aws.call("sns", "get_topic_attributes", TopicArn=scene.arn(topic))
            except AwsError as error:
                if error.code not in {"NotFound", "NotFoundException"}:
                    raise
                faults.append(topic.finding(f"there is no topic {scene.arn(topic)}"))
                continue
            faults += compare(topic, answer["Attributes"], _FIELDS)
        return Seen(f"{count(len(topics), 'topic')} looked at", tuple(faults))

    def repeat(self, scene: Scene) -> tuple[str, ...]:
        """Return the commands."""
        return (scene.aws_command("sns list-topics"),)
