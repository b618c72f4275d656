"""How each kind of managed resource becomes a real one; a kind is added by adding a file."""

from __future__ import annotations

from argowave.rehearse.provider.kinds import queue, queue_policy, subscription, table, topic
from argowave.rehearse.provider.kinds.kind import External, Kind, Wanted

# (service of the API group, kind) → how it is made
KINDS: dict[tuple[str, str], Kind] = {
    ("sns", "Topic"): topic.KIND,
    ("sns", "TopicSubscription"): subscription.KIND,
    ("sqs", "Queue"): queue.KIND,
    ("sqs", "QueuePolicy"): queue_policy.KIND,
    ("dynamodb", "Table"): table.KIND,
}

__all__ = ["KINDS", "External", "Kind", "Wanted"]
