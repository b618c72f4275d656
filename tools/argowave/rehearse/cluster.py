"""Applied manifests → objects with a status, found by their keys: what an API server holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from argowave.yamlio import own_copy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.resources import Key, Resource


@dataclass(slots=True, eq=False)
class LiveObject:
    """One object of the cluster: the manifest as it was applied, and what controllers add."""

    resource: Resource
    body: dict[str, Any] = field(repr=False)
    applied_at: float  # seconds, time.monotonic()

    @property
    def key(self) -> Key:
        """What makes it one and the same."""
        return self.resource.key

    @property
    def conditions(self) -> dict[str, dict[str, Any]]:
        """The conditions by type."""
        listed = self.body.get("status", {}).get("conditions", [])
        return {condition["type"]: condition for condition in listed}

    def set_conditions(self, *conditions: dict[str, Any]) -> None:
        """Replace conditions by their types; the others stay."""
        merged = {**self.conditions, **{each["type"]: each for each in conditions}}
        self.body.setdefault("status", {})["conditions"] = list(merged.values())

    def drop_condition(self, type_: str) -> None:
        """Take one condition away."""
        kept = [each for each in self.conditions.values() if each["type"] != type_]
        if "status" in self.body:
            self.body["status"]["conditions"] = kept

    @property
    def is_ready(self) -> bool:
        """Whether a managed resource says Ready and Synced."""
        return all(
            self.conditions.get(type_, {}).get("status") == "True" for type_ in ("Ready", "Synced")
        )

    def annotate(self, name: str, value: str) -> None:
        """Set an annotation."""
        metadata = self.body.setdefault("metadata", {})
        metadata["annotations"] = {**(metadata.get("annotations") or {}), name: value}


class Cluster:
    """Every object that was applied so far."""

    def __init__(self) -> None:
        """Start empty."""
        self._objects: dict[Key, LiveObject] = {}

    def apply(self, resource: Resource, now: float) -> LiveObject:
        """Create an object, or return the one that is there."""
        found = self._objects.get(resource.key)
        if found is None:
            body = own_copy(resource.body)
            body.setdefault("metadata", {})["generation"] = 1
            if resource.namespace:
                body["metadata"]["namespace"] = resource.namespace
            found = LiveObject(resource, body, now)
            self._objects[resource.key] = found
        return found

    def delete(self, key: Key) -> None:
        """Take an object away; nothing happens where there is none."""
        self._objects.pop(key, None)

    def get(self, group: str, kind: str, namespace: str, name: str) -> LiveObject | None:
        """Return one object, whatever its cluster, None where it was not applied."""
        for key, found in self._objects.items():
            if (key.group, key.kind, key.namespace, key.name) == (group, kind, namespace, name):
                return found
        return None

    def of_kind(self, group: str, kind: str) -> Iterator[LiveObject]:
        """Yield every object of one kind, in the order in which they were applied."""
        for key, found in list(self._objects.items()):
            if (key.group, key.kind) == (group, kind):
                yield found

    def __iter__(self) -> Iterator[LiveObject]:
        """Yield every object, in the order in which they were applied."""
        return iter(list(self._objects.values()))
