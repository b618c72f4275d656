"""A manifest with its place: the cluster, the namespace and the Application that applies it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from argowave.manifest import Manifest
    from argowave.resources.key import Key
    from argowave.tree import Application


@dataclass(frozen=True, slots=True, eq=False)
class Resource:
    """One manifest as the cluster will know it."""

    manifest: Manifest
    key: Key
    application: Application | None  # None for an object of the root file itself
    body: dict[str, Any] = field(repr=False)
    is_scope_known: bool = True  # else it is only taken for namespaced
    lacks_namespace: bool = False  # it needs one, and neither it nor its Application states any

    @property
    def group(self) -> str:
        """The API group, "" for the core group."""
        return self.key.group

    @property
    def kind(self) -> str:
        """The kind."""
        return self.key.kind

    @property
    def name(self) -> str:
        """The name, or the generateName."""
        return self.key.name

    @property
    def namespace(self) -> str:
        """The namespace that the object will be in, "" for what is cluster-scoped."""
        return self.key.namespace

    @property
    def cluster(self) -> str:
        """The cluster that the object will be in."""
        return self.key.cluster

    @property
    def subject(self) -> str:
        """Kind/name, as findings show it."""
        return self.manifest.subject

    @property
    def spec(self) -> dict[str, Any]:
        """The object's spec, {} where it has none."""
        spec = self.body.get("spec")
        return spec if isinstance(spec, dict) else {}

    @property
    def labels(self) -> dict[str, Any]:
        """The object's labels, {} where it has none."""
        labels = self.manifest.metadata.get("labels")
        return labels if isinstance(labels, dict) else {}

    def at(self, *path: str | int) -> Any:  # noqa: ANN401 (any JSON value)
        """Return the value at a path below the object, None where there is nothing."""
        value: Any = self.body
        for step in path:
            if isinstance(value, dict):  # which has no number for a key
                value = value.get(step)
            elif isinstance(step, int) and isinstance(value, list) and -1 < step < len(value):
                value = value[step]
            else:
                return None
        return value

    def mapping(self, *path: str | int) -> dict[str, Any]:
        """Return the mapping at a path, {} where there is none."""
        found = self.at(*path)
        return found if isinstance(found, dict) else {}

    def items(self, *path: str | int) -> list[Any]:
        """Return the list at a path, [] where there is none."""
        found = self.at(*path)
        return found if isinstance(found, list) else []

    def text(self, *path: str | int) -> str:
        """Return the text at a path, "" where there is none."""
        found = self.at(*path)
        return found if isinstance(found, str) else ""
