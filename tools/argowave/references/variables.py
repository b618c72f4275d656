"""Pods → the environment variables of their containers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from argowave.references.pods import pods
from argowave.resources.once import once

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from argowave.references.reference import Path
    from argowave.resources import Inventory, Resource


@dataclass(frozen=True, slots=True)
class Container:
    """One container with what its environment says."""

    resource: Resource
    path: Path  # of the container
    name: str
    values: Mapping[str, str]  # variables with a value in the manifest
    numbers: Mapping[str, int]  # where each variable stands in `env`
    is_complete: bool  # False where variables come from elsewhere as a whole

    def path_of(self, variable: str) -> Path:
        """Return where a variable's value stands."""
        return (*self.path, "env", self.numbers[variable], "value")


@once
def containers(inventory: Inventory) -> tuple[Container, ...]:
    """Return every container and init container that the manifests state."""
    return tuple(_containers(inventory))


def _containers(inventory: Inventory) -> Iterator[Container]:
    for resource, path in pods(inventory):
        for field in ("initContainers", "containers"):
            for number, each in enumerate(resource.items(*path, field)):
                if isinstance(each, dict):
                    yield _container(resource, (*path, field, number))


def _container(resource: Resource, path: Path) -> Container:
    values: dict[str, str] = {}
    numbers: dict[str, int] = {}
    for number, _ in enumerate(resource.items(*path, "env")):
        name = resource.text(*path, "env", number, "name")
        if name:
            numbers[name] = number
            values.pop(name, None)  # the last one counts
            value = resource.at(*path, "env", number, "value")
            if isinstance(value, str):
                values[name] = value
    complete = not resource.items(*path, "envFrom")
    name = resource.text(*path, "name")
    return Container(resource, path, name, values, numbers, complete)
