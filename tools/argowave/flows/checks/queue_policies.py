"""Every subscribed queue lets its topic in: the policy that AWS holds is evaluated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.errors import AwsError
from argowave.flows.check import Check
from argowave.flows.checks.queues import MISSING
from argowave.flows.checks.subscriptions import endpoints
from argowave.flows.result import Seen
from argowave.policy import Answer, PolicyFault, Principal, evaluate, read_policy
from argowave.report.summary import count

if TYPE_CHECKING:
    from argowave.finding import Finding
    from argowave.flows.declared import Declared
    from argowave.flows.scene import Scene

_SNS = Principal("Service", "sns.amazonaws.com")


class QueuePolicies(Check):
    """Topics may send to their queues."""

    name = "queue-policies"
    title = "the policy of every subscribed queue lets its topic send"

    def reason_to_skip(self, scene: Scene) -> str:
        """Return why there is nothing to look at."""
        return "" if _to_queues(scene) else "no queue is subscribed to a topic"

    def look(self, scene: Scene) -> Seen:
        """Evaluate each queue's policy for its topic."""
        subscriptions = _to_queues(scene)
        faults = [fault for each in subscriptions if (fault := _fault(scene, each)) is not None]
        return Seen(f"policies of {count(len(subscriptions), 'queue')} evaluated", tuple(faults))

    def repeat(self, scene: Scene) -> tuple[str, ...]:
        """Return the commands."""
        return tuple(
            scene.queue_command(name, "Policy")
            for name in dict.fromkeys(_queue_name(scene, each) for each in _to_queues(scene))
        )


def refusal(policy_text: str, topic: str, queue: str, account: str) -> str:
    """Return why a queue's policy keeps a topic out, "" where it does not.

    Args:
        policy_text: the queue's attribute Policy, "" where it has none.
        topic: the topic's ARN.
        queue: the queue's ARN.
        account: the topic's account.
    """
    if not policy_text:
        return "it has no policy"
    policy = read_policy(policy_text)
    if isinstance(policy, PolicyFault):
        return policy.message
    context = {"aws:SourceArn": topic, "aws:SourceAccount": account}
    decision = evaluate(policy, _SNS, "sqs:SendMessage", queue, context)
    return decision.reason if decision.answer is Answer.DENIED else ""


def _fault(scene: Scene, subscription: Declared) -> Finding | None:
    topic, queue = endpoints(scene, subscription)
    name = queue.rpartition(":")[2]
    try:
        held = str(scene.queue_attributes(name).get("Policy", ""))
    except AwsError as error:
        if error.code not in MISSING:
            raise
        return subscription.finding(f"there is no queue {name} that could have a policy")
    reason = refusal(held, topic, queue, topic.split(":")[4])
    if not reason:
        return None
    declared = next((each for each in scene.of_kind("QueuePolicy") if each.name == name), None)
    message = f"the policy of the queue {name} does not let {topic} send: {reason}"
    return (declared or subscription).finding(message)


def _to_queues(scene: Scene) -> list[Declared]:
    return [
        each
        for each in scene.of_kind("TopicSubscription")
        if each.parameters.get("protocol") == "sqs"
    ]


def _queue_name(scene: Scene, subscription: Declared) -> str:
    return endpoints(scene, subscription)[1].rpartition(":")[2]
