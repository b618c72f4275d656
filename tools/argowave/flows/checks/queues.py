"""Every declared queue exists and is as it is declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.errors import AwsError
from argowave.flows.check import Check
from argowave.flows.drift import compare
from argowave.flows.result import Seen
from argowave.report.summary import count

if TYPE_CHECKING:
    from argowave.flows.scene import Scene

MISSING = {"AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist"}
_FIELDS = {
    "contentBasedDeduplication": "ContentBasedDeduplication",
    "delaySeconds": "DelaySeconds",
    "fifoQueue": "FifoQueue",
    "kmsMasterKeyId": "KmsMasterKeyId",
    "maxMessageSize": "MaximumMessageSize",
    "messageRetentionSeconds": "MessageRetentionPeriod",
    "receiveWaitTimeSeconds": "ReceiveMessageWaitTimeSeconds",
    "redrivePolicy": "RedrivePolicy",
    "visibilityTimeoutSeconds": "VisibilityTimeout",
}


class Queues(Check):
    """Queues are there, dead-letter queues included."""

    name = "queues"
    title = "every queue exists as it is declared"

    def reason_to_skip(self, scene: Scene) -> str:
        """Return why there is nothing to look at."""
        return "" if scene.of_kind("Queue") else "no queue is declared"

    def look(self, scene: Scene) -> Seen:
        """Look at each queue."""
        queues = scene.of_kind("Queue")
        faults = []
        for queue in queues:
            try:
                held = scene.queue_attributes(queue.name)
            except AwsError as error:
                if error.code not in MISSING:
                    raise
                faults.append(queue.finding(f"there is no queue {queue.name} in {queue.region}"))
                continue
            faults += compare(queue, held, _FIELDS)
        return Seen(f"{count(len(queues), 'queue')} looked at", tuple(faults))

    def repeat(self, scene: Scene) -> tuple[str, ...]:
        """Return the commands."""
        return (scene.aws_command("sqs list-queues"),)
