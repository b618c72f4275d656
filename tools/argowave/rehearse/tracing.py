"""A pipeline in which nothing arrives → how far events get, seen in topic, queue and table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from argowave.errors import AwsError
from argowave.rehearse.provider.managed import external_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.rehearse.cluster import LiveObject
    from argowave.rehearse.course import Course
    from argowave.resources import Resource

_COUNTS = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]


def where_events_are(rehearsal: Course) -> Iterator[tuple[Resource, str]]:
    """Yield the place where events stop, and what is seen there."""
    stopped = False
    for queue in _of(rehearsal, "sqs", "Queue"):
        counts = _counts(rehearsal, queue)
        if counts is None:
            continue
        waiting, in_flight = counts
        if waiting or in_flight:
            stopped = True
            yield (
                queue.resource,
                (
                    f"{waiting} messages waiting, {in_flight} in flight, and no item in a table: "
                    f"{_last_words(rehearsal, 'consumer')}"
                ),
            )
    if stopped:
        return
    for subscription in _of(rehearsal, "sns", "TopicSubscription"):
        stated: dict[str, Any] = subscription.body["spec"]["forProvider"]
        yield (
            subscription.resource,
            (
                f"the producer publishes to {stated.get('topicArn')}, and nothing comes to "
                f"{stated.get('endpoint')}: look at the queue's policy; "
                f"{_last_words(rehearsal, 'consumer')}"
            ),
        )
        stopped = True
    if not stopped:
        for table in _of(rehearsal, "dynamodb", "Table"):
            yield table.resource, "no item came, and there is no subscription that could bring one"


def _of(rehearsal: Course, service: str, kind: str) -> Iterator[LiveObject]:
    for group in (f"{service}.aws.upbound.io", f"{service}.aws.m.upbound.io"):
        yield from rehearsal.cluster.of_kind(group, kind)


def _counts(rehearsal: Course, queue: LiveObject) -> tuple[int, int] | None:
    try:
        answer = rehearsal.aws.call(
            "sqs",
            "get_queue_attributes",
            QueueUrl=external_name(queue),
            AttributeNames=_COUNTS,
        )
    except AwsError:
        return None
    waiting, in_flight = (int(answer["Attributes"][name]) for name in _COUNTS)
    return waiting, in_flight


def _last_words(rehearsal: Course, component: str) -> str:
    for process in rehearsal.workloads.processes(component):
        return f"the {component} says: {process.last_words}"
    return f"no {component} runs"
