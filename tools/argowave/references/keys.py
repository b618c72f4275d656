"""Everything that reads one key of a ConfigMap or Secret."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from argowave.references.certificates import MADE
from argowave.references.configs import CONFIGS
from argowave.references.pods import KEY_FROM, containers, pods
from argowave.references.secret_fields import secret_fields
from argowave.resources.key import Key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Path
    from argowave.resources import Inventory, Resource

_MOUNTED: Final = (("configMap", "name", "ConfigMap"), ("secret", "secretName", "Secret"))
_TARGETS: Final = {"secretTargetRef": "Secret", "configMapTargetRef": "ConfigMap"}
_PROJECTED: Final = (("configMap", "name", "ConfigMap"), ("secret", "name", "Secret"))
_AUTHENTICATIONS: Final = ("TriggerAuthentication", "ClusterTriggerAuthentication")
# kinds that name keys of Secrets in many of their fields, by group
_READING: Final = {
    "external-secrets.io": ("SecretStore", "ClusterSecretStore"),
    "cert-manager.io": ("Issuer", "Certificate"),
}


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
    yield from _of_fields(inventory)
    for resource in inventory.of_kind("keda.sh", *_AUTHENTICATIONS):
        for field, kind in _TARGETS.items():
            for number, _ in enumerate(resource.items("spec", field)):
                yield from _read(resource, ("spec", field, number), kind)


def _of_fields(inventory: Inventory) -> Iterator[KeyReference]:
    for group, kind in inventory.by_kind:
        for resource in inventory.of_kind(group, kind) if kind in CONFIGS else ():
            yield from _read(resource, ("spec", "credentials", "secretRef"), "Secret")
    for group, kinds in _READING.items():
        for resource in inventory.of_kind(group, *kinds):
            for path, target, key in secret_fields(resource, ("spec",), (MADE,)):
                yield KeyReference(resource, (*path[:-1], "key"), target, key)


def _of_pod(resource: Resource, pod: Path) -> Iterator[KeyReference]:
    whole = dict(_whole_volumes(resource, pod))
    for path, container in containers(resource, pod):
        yield from _by_sub_path(resource, path, whole)
        entries = container.get("env")
        for number, _ in enumerate(entries if isinstance(entries, list) else []):
            for field, kind in KEY_FROM.items():
                yield from _read(resource, (*path, "env", number, "valueFrom", field), kind)
    for number, _ in enumerate(resource.items(*pod, "volumes")):
        volume: Path = (*pod, "volumes", number)
        yield from _mounted(resource, volume, _MOUNTED)
        for index, _ in enumerate(resource.items(*volume, "projected", "sources")):
            yield from _mounted(resource, (*volume, "projected", "sources", index), _PROJECTED)


def _whole_volumes(resource: Resource, pod: Path) -> Iterator[tuple[str, Key]]:
    """Give the volumes that must have each key of an object as a file, by the volumes' names."""
    for number, _ in enumerate(resource.items(*pod, "volumes")):
        for source, field, kind in _MOUNTED:
            path = (*pod, "volumes", number, source)
            name = resource.text(*path, field)
            is_part = resource.items(*path, "items") or resource.at(*path, "optional") is True
            if name and not is_part:
                target = Key(resource.cluster, "", kind, resource.namespace, name)
                yield resource.text(*pod, "volumes", number, "name"), target


def _by_sub_path(
    resource: Resource, container: Path, volumes: dict[str, Key]
) -> Iterator[KeyReference]:
    """Give the files that are mounted on their own; the kubelet makes a folder of a missing one."""
    for number, _ in enumerate(resource.items(*container, "volumeMounts")):
        path = (*container, "volumeMounts", number)
        target = volumes.get(resource.text(*path, "name"))
        key = resource.text(*path, "subPath").removeprefix("./").partition("/")[0]
        if target is not None and key:
            yield KeyReference(resource, (*path, "subPath"), target, key)


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
