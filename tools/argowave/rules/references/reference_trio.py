"""reference-trio: a field is given in two ways at once, or in none where it is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.cloud import is_managed
from argowave.rules.references._fields import trios
from argowave.rules.rule import Rule, at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.resources import Resource
    from argowave.rules.references._fields import Trio
    from argowave.rules.scene import Scene

_BASE = ("spec", "forProvider")
# (kind, field) → AWS needs it; the CRDs of upjet demand none of them, as a reference may fill it
_NEEDED = frozenset(
    (
        ("TopicSubscription", "topicArn"),
        ("TopicSubscription", "endpoint"),
        ("TopicPolicy", "arn"),
        ("QueuePolicy", "queueUrl"),
        ("QueueRedrivePolicy", "queueUrl"),
        ("QueueRedriveAllowPolicy", "queueUrl"),
        ("TableItem", "tableName"),
        ("BucketPolicy", "bucket"),
        ("RolePolicyAttachment", "role"),
    )
)


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each field of a managed resource that is given twice or not at all."""
    fields: dict[tuple[str, str], list[Trio]] = {}
    for resource in scene.inventory.resources:
        if is_managed(resource):
            kind = (resource.manifest.api_version, resource.kind)
            if kind not in fields:
                fields[kind] = trios(scene, resource)
            for trio in fields[kind]:
                yield from _judge(resource, trio)


def _judge(resource: Resource, trio: Trio) -> Iterator[Finding]:
    given = [name for name in trio if resource.at(*_BASE, name) is not None]
    if len(given) > 1:
        message = (
            f"{' and '.join(given)} are both given; {trio.value} wins once it has a value, and"
            " the other is never looked at: keep one"
        )
        yield at(resource, (*_BASE, given[1]), message)
    elif not given and _is_needed(resource, trio):
        message = f"none of {', '.join(trio)} is given, and AWS needs {trio.value}"
        yield at(resource, _BASE, message)


def _is_needed(resource: Resource, trio: Trio) -> bool:
    """Tell whether AWS needs a field, which initProvider does not give either."""
    policies = resource.at("spec", "managementPolicies")
    if isinstance(policies, list) and not {"*", "Create", "Update"} & set(map(str, policies)):
        return False  # nothing is made
    given = any(resource.at("spec", "initProvider", name) is not None for name in trio)
    return (resource.kind, trio.value) in _NEEDED and not given


RULE = Rule(
    name="reference-trio",
    summary="a field of a managed resource is given in two ways at once, or in none",
    why=(
        "A value, a Ref and a Selector fill the same field. The provider resolves a reference only "
        "while the field is empty, so of two the value wins, silently; with none AWS refuses."
    ),
    mend="Give exactly one of the three.",
    source="https://docs.crossplane.io/latest/managed-resources/managed-resources/#referencing-other-resources",
    check=check,
)
