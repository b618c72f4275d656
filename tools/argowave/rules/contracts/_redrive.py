"""Redrive policies where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from argowave.cloud import clouds_of
from argowave.cloud.managed import parameter_path, text_of
from argowave.rules.contracts._policies import aws_resources, made_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.cloud import Made
    from argowave.resources import Resource
    from argowave.rules.scene import Scene

_KINDS = frozenset(("Queue", "QueueRedrivePolicy", "TopicSubscription"))


@dataclass(frozen=True, slots=True)
class Redrive:
    """A redrivePolicy."""

    holder: Resource
    path: tuple[str | int, ...]
    text: str
    source: Made | None  # the queue whose messages move on, None for a subscription's


def redrives(scene: Scene) -> Iterator[Redrive]:
    """Give every redrive policy that the tree states."""
    for resource, service in aws_resources(scene):
        if service not in ("sqs", "sns") or resource.kind not in _KINDS:
            continue
        text = text_of(resource, "redrivePolicy")
        if text:
            source = None
            if resource.kind == "Queue":
                source = clouds_of(scene.inventory).of(resource)
            elif resource.kind == "QueueRedrivePolicy":
                source = made_by(scene, resource, "queueUrl")
            yield Redrive(resource, parameter_path(resource, "redrivePolicy"), text, source)
