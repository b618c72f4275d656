"""Managed resources that change: what the provider refuses, ignores, or makes anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.diff.changes import ABSENT, How
from argowave.diff.effects.effect import Effect, Weight
from argowave.diff.effects.managed import (
    deletes_external,
    external_name,
    holds_data,
    is_managed,
)
from argowave.manifest import EXTERNAL_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from argowave.diff.changes import Change, FieldChange
    from argowave.resources import Inventory

# ForceNew fields of the Terraform provider's schemas (internal/service/<service>/<resource>.go of
# terraform-provider-aws), which upjet refuses to change; region of every kind is one too
_FIXED: Final = {
    "Queue": ("name", "namePrefix", "fifoQueue"),
    "Topic": ("name", "namePrefix", "fifoTopic"),
    "TopicSubscription": ("topicArn", "protocol", "endpoint"),
    "QueuePolicy": ("queueUrl",),
    "QueueRedrivePolicy": ("queueUrl",),
    "Table": ("name", "hashKey", "rangeKey", "localSecondaryIndex"),
    "Bucket": ("bucket", "bucketPrefix", "objectLockEnabled"),
}
_REFERENCES: Final = ("Ref", "Refs", "Selector")


def cloud_effects(
    changes: Sequence[Change], before: Inventory, after: Inventory
) -> Iterator[Effect]:
    """Give what each changed field of a managed resource does."""
    del before, after
    for change in changes:
        if change.how in (How.CHANGED, How.MOVED) and is_managed(change.resource):
            for field in change.fields:
                yield from _effect(change, field)


def _effect(change: Change, field: FieldChange) -> Iterator[Effect]:
    resource = change.before
    if resource is None:
        return
    match field.path:
        case ("metadata", "annotations", name) if name == EXTERNAL_NAME:
            yield _renamed(change, field)
        case ("spec", "forProvider", str(name), *rest):
            fixed = ("region", *_FIXED.get(resource.kind, ()))
            if name in fixed and field.before is not ABSENT:
                words = (
                    f"{name} cannot change: the provider refuses, and the {resource.kind} stays"
                    f" as it is with Synced=False; make a new object under another name instead"
                )
                yield Effect(change, Weight.FAILS, words)
            elif name.endswith(_REFERENCES) and not _always_resolves(change, name):
                words = (
                    f"{name} changes nothing: a reference is resolved once, when its field is"
                    " empty, and that field keeps its value in the cluster"
                )
                yield Effect(change, Weight.NOTHING, words)
            del rest
        case _:
            return


def _renamed(change: Change, field: FieldChange) -> Effect:
    resource = change.before or change.resource
    named = f"{resource.kind} {field.before}"
    if field.before is ABSENT:
        named = f"{resource.kind} {external_name(resource)}"
    if deletes_external(resource) and holds_data(resource):
        words = f"stands for another {resource.kind} from now on; the {named} is left behind"
        return Effect(change, Weight.FAILS, words)
    return Effect(change, Weight.REPLACES, f"stands for another {resource.kind} from now on")


def _always_resolves(change: Change, name: str) -> bool:
    return change.resource.text("spec", "forProvider", name, "policy", "resolve") == "Always"
