"""Policies of queues, topics and tables, with the managed resource that each belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from argowave.cloud import Place, clouds_of, mentions, parse_group
from argowave.cloud.managed import parameter_path, text_of
from argowave.cloud.place import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.cloud import Made
    from argowave.references import Edge
    from argowave.resources import Resource
    from argowave.rules.scene import Scene

# (service, kind) → (field with the policy, fields that name what it belongs to)
_APART: Final = {
    ("sqs", "QueuePolicy"): ("policy", "queueUrl"),
    ("sns", "TopicPolicy"): ("policy", "arn"),
    ("dynamodb", "ResourcePolicy"): ("policy", "resourceArn"),
}


@dataclass(frozen=True, slots=True)
class Attached:
    """A policy where it stands."""

    holder: Resource  # a QueuePolicy, or the Queue itself
    path: tuple[str | int, ...]
    text: str
    owner: Made | None  # what it is the policy of, None where the tree does not make that


def attached_policies(scene: Scene) -> Iterator[Attached]:
    """Give every resource policy that the tree states."""
    clouds = clouds_of(scene.inventory)
    for resource, service in aws_resources(scene):
        apart = _APART.get((service, resource.kind))
        field = apart[0] if apart else "policy"
        text = text_of(resource, field)
        if not text:
            continue
        if apart:
            yield Attached(
                resource, parameter_path(resource, field), text, made_by(scene, resource, apart[1])
            )
        elif resource.kind == KINDS.get(service, ("",))[0]:
            yield Attached(resource, parameter_path(resource, field), text, clouds.of(resource))


def aws_resources(scene: Scene) -> Iterator[tuple[Resource, str]]:
    """Give (managed resource, service) for everything of AWS."""
    for (group, _), resources in scene.inventory.by_kind.items():
        parsed = parse_group(group)
        if parsed and parsed.provider == "aws" and parsed.service:
            for resource in resources:
                yield resource, parsed.service


def made_by(scene: Scene, resource: Resource, field: str) -> Made | None:
    """Return the topic, queue or table that a field, its Ref or its Selector means."""
    edge = edge_of(scene, resource, field)
    if edge is None or edge.target is None:
        return None
    return clouds_of(scene.inventory).of(edge.target)


def edge_of(scene: Scene, resource: Resource, field: str) -> Edge | None:
    """Return the edge of a field, of its Ref or of its Selector."""
    names = (field, f"{field}Ref", f"{field}Selector")
    for edge in scene.graph.of(resource):
        if any(part in names for part in edge.reference.path):
            return edge
    return None


def place_in(text: str) -> Place | None:
    """Return the place that a text of one ARN or URL means, None for any other text."""
    found = next(mentions(text), None)
    return found.place if found is not None and found.text == text else None
