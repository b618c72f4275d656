"""Managed resources → the managed resources and Secrets that their fields name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from argowave.cloud import parse_group
from argowave.references.reference import Need, refer
from argowave.resources.key import Key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.cloud import Group
    from argowave.references.reference import Path, Reference
    from argowave.resources import Inventory, Resource

# field → (service, kind) that its Ref and Selector lead to, as the CRDs of provider-upjet-aws say
_FIELDS: Final = {
    "topicArn": ("sns", "Topic"),
    "queueUrl": ("sqs", "Queue"),
    "tableName": ("dynamodb", "Table"),
    "globalTableArn": ("dynamodb", "Table"),
    "kmsKeyArn": ("kms", "Key"),
    "kmsKeyId": ("kms", "Key"),
    "kmsMasterKeyId": ("kms", "Key"),
}
# (service, kind, field) → where the field's name alone does not say it
_FIELDS_OF_KINDS: Final = {
    ("sns", "TopicSubscription", "endpoint"): ("sqs", "Queue"),
    ("sns", "TopicPolicy", "arn"): ("sns", "Topic"),
    ("dynamodb", "ResourcePolicy", "resourceArn"): ("dynamodb", "Table"),
    ("dynamodb", "KinesisStreamingDestination", "streamArn"): ("kinesis", "Stream"),
}
_PARTS: Final = ("forProvider", "initProvider")


def managed_references(inventory: Inventory) -> Iterator[Reference]:
    """Give what xRef, xRefs, xSelector and xSecretRef of each managed resource name."""
    for (group, _), resources in inventory.by_kind.items():
        parsed = parse_group(group)
        if parsed is not None and parsed.service:
            for resource in resources:
                yield from _of(inventory, parsed, resource)


def _kinds(inventory: Inventory, group: Group) -> Iterator[tuple[str, str]]:
    """Give every (API group, kind) of managed resources of one flavour that the tree has."""
    for name, kind in inventory.by_kind:
        other = parse_group(name)
        if other is not None and other.service and other.of_configs == group.of_configs:
            yield name, kind


def _of(inventory: Inventory, group: Group, resource: Resource) -> Iterator[Reference]:
    for part in _PARTS:
        value = resource.mapping("spec", part)
        for path, field, found in _named(value, ("spec", part)):
            if field.endswith("SecretRef"):
                yield from _secret(resource, path, found)
            elif field.endswith("Ref"):
                target = target_of(group, resource.kind, field.removesuffix("Ref"))
                yield from _ref(inventory, resource, path, found, target)
            elif field.endswith("Selector"):
                target = target_of(group, resource.kind, field.removesuffix("Selector"))
                yield from _selector(inventory, resource, path, found, target)


def target_of(group: Group, kind: str, field: str) -> tuple[str, str] | None:
    """Return the (API group, kind) that a field's reference leads to, None for unknown fields."""
    found = _FIELDS_OF_KINDS.get((group.service, kind, field)) or _FIELDS.get(field)
    if found is None and field.lower().endswith("rolearn"):
        found = ("iam", "Role")
    if found is None or group.provider != "aws":
        return None
    service, target = found
    return group.of(service), target


def _named(value: object, path: Path) -> Iterator[tuple[Path, str, dict[str, Any]]]:
    """Give (path, name of the field, mapping) for every Ref and Selector, however deep."""
    if isinstance(value, list):
        for number, each in enumerate(value):
            yield from _named(each, (*path, number))
    elif isinstance(value, dict):
        for field, each in value.items():
            if isinstance(field, str):
                yield from _of_field((*path, field), field, each)


def _of_field(path: Path, field: str, value: object) -> Iterator[tuple[Path, str, dict[str, Any]]]:
    if field.endswith(("Ref", "Selector")) and isinstance(value, dict):
        yield path, field, value
    elif field.endswith("Refs") and isinstance(value, list):
        for number, each in enumerate(value):
            if isinstance(each, dict):
                yield (*path, number), field.removesuffix("s"), each
    else:
        yield from _named(value, path)


def _ref(
    inventory: Inventory,
    resource: Resource,
    path: Path,
    value: dict[str, Any],
    target: tuple[str, str] | None,
) -> Iterator[Reference]:
    name = value.get("name")
    if not isinstance(name, str) or not name:
        return
    namespace = _namespace(resource, value)
    keys: tuple[Key, ...]
    if target is None:
        keys = tuple(_any_kind(inventory, resource, namespace, name))
        if len(keys) > 1:
            return  # which one is meant, only the CRD says
    else:
        keys = (Key(resource.cluster, *target, namespace, name),)
    if keys:
        yield refer(
            resource,
            (*path, "name"),
            keys,
            "refers to",
            need=Need.READY,
            optional=_is_optional(value),
        )


def _any_kind(inventory: Inventory, resource: Resource, namespace: str, name: str) -> Iterator[Key]:
    """Give every managed resource of one flavour with a name, for a field of unknown kind."""
    group = parse_group(resource.group)
    for kind in _kinds(inventory, group) if group else ():
        key = Key(resource.cluster, *kind, namespace, name)
        if key in inventory.by_key and key != resource.key:
            yield key


def _selector(
    inventory: Inventory,
    resource: Resource,
    path: Path,
    value: dict[str, Any],
    target: tuple[str, str] | None,
) -> Iterator[Reference]:
    labels = value.get("matchLabels")
    if target is None or value.get("matchControllerRef") is True or not isinstance(labels, dict):
        return  # what a composite resource owns is not in the tree
    group, kind = target
    namespace = _namespace(resource, value)
    keys = tuple(
        each.key
        for each in inventory.of_kind(group, kind)
        if (each.cluster, each.namespace) == (resource.cluster, namespace)
        and labels.items() <= each.labels.items()
    )
    shown = ", ".join(f"{key}={label}" for key, label in labels.items())
    yield refer(
        resource,
        path,
        keys or (Key(resource.cluster, group, kind, namespace, ""),),
        "selects",
        need=Need.READY,
        optional=_is_optional(value),
        wanted=f"a {kind} labelled {shown}",
    )


def _namespace(resource: Resource, value: dict[str, Any]) -> str:
    """Return the namespace of what is named: none where kinds are cluster-scoped."""
    if not resource.namespace:
        return ""
    stated = value.get("namespace")
    return stated if isinstance(stated, str) and stated else resource.namespace


def _is_optional(value: dict[str, Any]) -> bool:
    policy = value.get("policy")
    return isinstance(policy, dict) and policy.get("resolution") == "Optional"


def _secret(resource: Resource, path: Path, value: dict[str, Any]) -> Iterator[Reference]:
    name, namespace = value.get("name"), value.get("namespace")
    if not isinstance(name, str) or not name:
        return
    place = namespace if isinstance(namespace, str) and namespace else resource.namespace
    generated = resource.at("spec", "forProvider", "autoGeneratePassword") is True
    key = Key(resource.cluster, "", "Secret", place, name)
    yield refer(resource, (*path, "name"), key, "reads", optional=generated)
