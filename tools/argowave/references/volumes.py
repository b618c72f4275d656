"""Volumes of pods, claims and accounts → ConfigMaps, Secrets, claims and classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.references.pods import pods
from argowave.references.reference import Need, refer
from argowave.resources.key import Key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Path, Reference
    from argowave.resources import Inventory, Resource

# volume → (field of its name, kind)
_VOLUMES: Final = {
    "configMap": ("name", "ConfigMap"),
    "secret": ("secretName", "Secret"),
    "persistentVolumeClaim": ("claimName", "PersistentVolumeClaim"),
}
_PROJECTED: Final = {"configMap": "ConfigMap", "secret": "Secret"}
# volume → the field with the Secret that it is mounted with
_MOUNTED_WITH: Final[dict[str, Path]] = {
    "azureFile": ("secretName",),
    "cephfs": ("secretRef", "name"),
    "csi": ("nodePublishSecretRef", "name"),
    "iscsi": ("secretRef", "name"),
    "rbd": ("secretRef", "name"),
}
_CLASS: Final = ("csi", "volumeAttributes", "secretProviderClass")
_STORES: Final = "secrets-store.csi.x-k8s.io"


def volume_references(inventory: Inventory) -> Iterator[Reference]:
    """Give what pods mount, the class of each claim, and the Secrets of each account."""
    for resource, pod in pods(inventory):
        replaced = _claimed(resource)
        for number, _ in enumerate(resource.items(*pod, "volumes")):
            path: Path = (*pod, "volumes", number)
            if resource.text(*path, "name") in replaced:
                continue
            yield from _mounted(resource, path)
            yield from _mounted_with(resource, path)
    for claim in inventory.of_kind("", "PersistentVolumeClaim"):
        yield from _storage_class(claim, ("spec", "storageClassName"))
    for workload in inventory.of_kind("apps", "StatefulSet"):
        for number, _ in enumerate(workload.items("spec", "volumeClaimTemplates")):
            path = ("spec", "volumeClaimTemplates", number, "spec", "storageClassName")
            yield from _storage_class(workload, path)
    for account in inventory.of_kind("", "ServiceAccount"):
        for number, _ in enumerate(account.items("imagePullSecrets")):
            path = ("imagePullSecrets", number, "name")
            if name := account.text(*path):
                key = _secret(account, name)
                # a pull without it is tried all the same, and some images need none
                yield refer(account, path, key, "pulls with", need=Need.NONE, weak=True)


def _claimed(resource: Resource) -> set[str]:
    """Return the volumes that a StatefulSet's claims take the place of (its updateStorage)."""
    path = ("spec", "volumeClaimTemplates")
    templates = resource.items(*path) if resource.kind == "StatefulSet" else ()
    return {resource.text(*path, number, "metadata", "name") for number, _ in enumerate(templates)}


def _mounted(resource: Resource, volume: Path) -> Iterator[Reference]:
    for source, (field, kind) in _VOLUMES.items():
        yield from _mount(resource, (*volume, source), field, kind)
    for number, _ in enumerate(resource.items(*volume, "projected", "sources")):
        for source, kind in _PROJECTED.items():
            path = (*volume, "projected", "sources", number, source)
            yield from _mount(resource, path, "name", kind)


def _mount(resource: Resource, path: Path, field: str, kind: str) -> Iterator[Reference]:
    if name := resource.text(*path, field):
        key = Key(resource.cluster, "", kind, resource.namespace, name)
        optional = resource.at(*path, "optional") is True
        yield refer(resource, (*path, field), key, "mounts", optional=optional)


def _mounted_with(resource: Resource, volume: Path) -> Iterator[Reference]:
    for source, field in _MOUNTED_WITH.items():
        path = (*volume, source, *field)
        if name := resource.text(*path):
            yield refer(resource, path, _secret(resource, name), "mounts a volume with")
    if name := resource.text(*volume, *_CLASS):
        key = Key(resource.cluster, _STORES, "SecretProviderClass", resource.namespace, name)
        yield refer(resource, (*volume, *_CLASS), key, "mounts")


def _storage_class(resource: Resource, path: Path) -> Iterator[Reference]:
    """Give the class of a claim; "" asks for a volume without one."""
    if name := resource.text(*path):
        key = Key(resource.cluster, "storage.k8s.io", "StorageClass", "", name)
        yield refer(resource, path, key, "is stored by")


def _secret(resource: Resource, name: str) -> Key:
    return Key(resource.cluster, "", "Secret", resource.namespace, name)
