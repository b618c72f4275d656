"""References and selectors of a managed resource → the values that they stand for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from argowave.manifest import EXTERNAL_NAME

if TYPE_CHECKING:
    from argowave.rehearse.cluster import Cluster, LiveObject
    from argowave.rehearse.provider.managed import Group


@dataclass(frozen=True, slots=True)
class ReferenceField:
    """One field that may name another managed resource instead of stating a value."""

    field: str  # topicArn; its siblings are topicArnRef and topicArnSelector
    service: str
    kind: str
    value: str  # what is taken: arn, or url (the external name)

    @property
    def go_name(self) -> str:
        """The field as the provider's messages name it."""
        name = self.field[0].upper() + self.field[1:]
        return name.replace("Url", "URL").replace("Arn", "Arn")


class UnresolvedError(Exception):
    """A reference that leads nowhere; the text is the provider's own."""


def resolve(
    live: LiveObject, group: Group, fields: tuple[ReferenceField, ...], cluster: Cluster
) -> dict[str, str]:
    """Return {field: value} for each reference that has to be resolved.

    A reference is looked at only where the field itself is empty, and only among objects of the
    same flavour, cluster-scoped or namespaced.

    Raises:
        UnresolvedError: what is referred to does not exist, or has no value yet.
    """
    parameters = live.body.get("spec", {}).get("forProvider") or {}
    resolved = {}
    for field in fields:
        if parameters.get(field.field):
            continue
        found = _find(parameters, field, live, group, cluster)
        if found is None:
            continue
        value = _value(found, field.value)
        if not value:
            message = (
                f"cannot resolve references: mg.Spec.ForProvider.{field.go_name}: "
                "referenced field was empty (referenced resource may not yet be ready)"
            )
            raise UnresolvedError(message)
        resolved[field.field] = value
    return resolved


def _find(
    parameters: dict[str, Any],
    field: ReferenceField,
    live: LiveObject,
    group: Group,
    cluster: Cluster,
) -> LiveObject | None:
    api_group = group.name.replace(f"{group.service}.", f"{field.service}.", 1)
    start = f"cannot resolve references: mg.Spec.ForProvider.{field.go_name}:"
    reference = parameters.get(f"{field.field}Ref")
    if reference:
        name = str(reference.get("name"))
        namespace = str(reference.get("namespace") or live.key.namespace)
        found = cluster.get(api_group, field.kind, namespace if group.namespaced else "", name)
        if found is None:
            missing = f'{field.kind}.{api_group} "{name}" not found'
            message = f"{start} cannot get referenced resource: {missing}"
            raise UnresolvedError(message)
        return found
    selector = parameters.get(f"{field.field}Selector")
    if not selector:
        return None
    for candidate in cluster.of_kind(api_group, field.kind):
        if _selects(selector, candidate, live):
            return candidate
    message = f"{start} no resources matched selector"
    raise UnresolvedError(message)


def _selects(selector: dict[str, Any], candidate: LiveObject, live: LiveObject) -> bool:
    if candidate.key.namespace != str(selector.get("namespace") or live.key.namespace):
        return False
    labels = candidate.resource.labels
    wanted: dict[str, str] = selector.get("matchLabels") or {}
    return all(labels.get(name) == value for name, value in wanted.items())


def _value(found: LiveObject, what: str) -> str:
    if what == "arn":
        return str(found.body.get("status", {}).get("atProvider", {}).get("arn") or "")
    annotations = found.body.get("metadata", {}).get("annotations") or {}
    stated = str(annotations.get(EXTERNAL_NAME) or "")
    return str(found.body.get("status", {}).get("atProvider", {}).get("id") or stated)
