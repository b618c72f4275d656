"""reference-trio: a field is given in two ways at once, or in none where it is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.cloud import is_managed, parse_group
from argowave.rules.references._fields import trios
from argowave.rules.rule import Rule, at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.resources import Resource
    from argowave.rules.references._fields import Trio
    from argowave.rules.scene import Scene

_BASE = ("spec", "forProvider")
# {service: {kind: fields}} that AWS needs: required arguments in Terraform's documentation, which
# the CRDs of upjet do not demand, as a reference may fill them
_NEEDED: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "sns": {"TopicSubscription": ("topicArn", "endpoint"), "TopicPolicy": ("arn",)},
    "sqs": {
        "QueuePolicy": ("queueUrl",),
        "QueueRedrivePolicy": ("queueUrl",),
        "QueueRedriveAllowPolicy": ("queueUrl",),
    },
    "dynamodb": {
        "ContributorInsights": ("tableName",),
        "KinesisStreamingDestination": ("tableName", "streamArn"),
        "ResourcePolicy": ("resourceArn",),
        "TableItem": ("tableName",),
        "TableReplica": ("globalTableArn",),
    },
    "s3": {
        "BucketNotification": ("bucket",),
        "BucketPolicy": ("bucket",),
        "BucketPublicAccessBlock": ("bucket",),
        "BucketVersioning": ("bucket",),
    },
    "iam": {
        "AccessKey": ("user",),
        "RolePolicy": ("role",),
        "RolePolicyAttachment": ("role", "policyArn"),
        "UserPolicyAttachment": ("user", "policyArn"),
    },
    "ec2": {"RouteTable": ("vpcId",), "Subnet": ("vpcId",)},
    "lambda": {
        "EventSourceMapping": ("functionName",),
        "Function": ("role",),
        "Permission": ("functionName",),
    },
}


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
        words = f"{', '.join(given[:-1])} and {given[-1]} are given"
        unread = f"{' and '.join(given[1:])} {'are' if given[2:] else 'is'}"
        message = f"{words}; {given[0]} wins, and {unread} never looked at: keep one"
        yield at(resource, (*_BASE, given[1]), message)
    elif not given and _is_needed(resource, trio):
        message = f"none of {', '.join(trio)} is given, and AWS needs {trio.value}"
        yield at(resource, _BASE, message)


def _is_needed(resource: Resource, trio: Trio) -> bool:
    """Tell whether AWS needs a field, which initProvider does not give either."""
    group = parse_group(resource.group)
    if group is None or group.provider != "aws":
        return False
    if trio.value not in _NEEDED.get(group.service, {}).get(resource.kind, ()):
        return False
    policies = resource.at("spec", "managementPolicies")
    if isinstance(policies, list) and not {"*", "Create", "Update"} & set(map(str, policies)):
        return False  # nothing is made
    return all(resource.at("spec", "initProvider", name) is None for name in trio)


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
