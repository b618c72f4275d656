"""redrive-conflict: a QueueRedrivePolicy beside a Queue that writes the same attribute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.cloud.managed import is_made, late_initialises, parameter_path, text_of
from argowave.rules.contracts._policies import aws_resources, made_by
from argowave.rules.rule import Rule, at, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.resources import Resource
    from argowave.rules.scene import Scene


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each QueueRedrivePolicy whose queue fights with it."""
    for resource, service in aws_resources(scene):
        if (service, resource.kind) != ("sqs", "QueueRedrivePolicy") or not is_made(resource):
            continue
        queue = made_by(scene, resource, "queueUrl")
        if queue is None or not is_made(queue.resource):
            continue
        how = _fights(queue.resource)
        if how:
            message = (
                f"{place(queue.resource)} {how}, so each sets back what the other one writes; "
                f"write redrivePolicy in the Queue and take this object out"
            )
            yield at(resource, parameter_path(resource, "redrivePolicy"), message)


def _fights(queue: Resource) -> str:
    if text_of(queue, "redrivePolicy"):
        return "has a redrivePolicy of its own"
    if late_initialises(queue):
        return "takes over the redrivePolicy that it finds (late initialisation)"
    return ""


RULE = Rule(
    name="redrive-conflict",
    summary="a QueueRedrivePolicy beside a Queue that writes the same attribute",
    why=(
        "The Queue late-initialises redrivePolicy from what the QueueRedrivePolicy wrote, and from "
        "then on sets every change of it back within seconds; both stay Ready and Synced, and "
        "their deletion hangs."
    ),
    mend="Write redrivePolicy in the Queue, or take LateInitialize out of its managementPolicies.",
    source="https://docs.crossplane.io/latest/managed-resources/managed-resources/#late-initialization",
    check=check,
)
