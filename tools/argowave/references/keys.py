"""Everything that reads one key of a ConfigMap or Secret."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from argowave.references.configs import CONFIGS
from argowave.references.pods import KEY_FROM, containers, pods
from argowave.resources.key import Key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Path
    from argowave.resources import Inventory, Resource

_MOUNTED: Final = (("configMap", "name", "ConfigMap"), ("secret", "secretName", "Secret"))
_TARGETS: Final = {"secretTargetRef": "Secret", "configMapTargetRef": "ConfigMap"}
_PROJECTED: Final = (("configMap", "name", "ConfigMap"), ("secret", "name", "Secret"))
_AUTHENTICATIONS: Final = ("TriggerAuthentication", "ClusterTriggerAuthentication")


@dataclass(frozen=True, slots=True)
class KeyReference:
    """One place that reads one key."""

    source: Resource
    path: Path
    target: Key
    key: str


def key_references(inventory: Inventory) -> Iterator[KeyReference]:
    """Give every place that reads a key; what is optional is left out."""
    for resource, pod in pods(inventory):
        yield from _of_pod(resource, pod)
    for group, kind in inventory.by_kind:
        if kind in CONFIGS:
            for resource in inventory.of_kind(group, kind):
                yield from _read(resource, ("spec", "credentials", "secretRef"), "Secret")
    for resource in inventory.of_kind("keda.sh", *_AUTHENTICATIONS):
        for field, kind in _TARGETS.items():
            for number, _ in enumerate(resource.items("spec", field)):
                yield from _read(resource, ("spec", field, number), kind)


def _of_pod(resource: Resource, pod: Path) -> Iterator[KeyReference]:
    for path, container in containers(resource, pod):
        entries = container.get("env")
        for number, _ in enumerate(entries if isinstance(entries, list) else []):
            for field, kind in KEY_FROM.items():
                yield from _read(resource, (*path, "env", number, "valueFrom", field), kind)
    for number, _ in enumerate(resource.items(*pod, "volumes")):
        volume: Path = (*pod, "volumes", number)
        yield from _mounted(resource, volume, _MOUNTED)
        for index, _ in enumerate(resource.items(*volume, "projected", "sources")):
            yield from _mounted(resource, (*volume, "projected", "sources", index), _PROJECTED)


def _read(resource: Resource, path: Path, kind: str) -> Iterator[KeyReference]:
    name, key = resource.text(*path, "name"), resource.text(*path, "key")
    if name and key and resource.at(*path, "optional") is not True:
        namespace = resource.text(*path, "namespace") or resource.namespace
        target = Key(resource.cluster, "", kind, namespace, name)
        yield KeyReference(resource, (*path, "key"), target, key)


def _mounted(
    resource: Resource, volume: Path, sources: tuple[tuple[str, str, str], ...]
) -> Iterator[KeyReference]:
    for source, field, kind in sources:
        path = (*volume, source)
        name = resource.text(*path, field)
        if not name or resource.at(*path, "optional") is True:
            continue
        target = Key(resource.cluster, "", kind, resource.namespace, name)
        for number, _ in enumerate(resource.items(*path, "items")):
            if key := resource.text(*path, "items", number, "key"):
                yield KeyReference(resource, (*path, "items", number, "key"), target, key)
