"""What nobody in the tree applies and may be there all the same, and why."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, Final

from argowave.cloud.group import is_managed_group
from argowave.references.made import maker_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.resources import Inventory, Key
    from argowave.tree import Application

_NAMESPACES: Final = frozenset(("default", "kube-system", "kube-public", "kube-node-lease"))
_ROLES: Final = ("cluster-admin", "admin", "edit", "view", "system:*")
_BUILT_IN: Final = {
    "Namespace": tuple(_NAMESPACES),
    "ClusterRole": _ROLES,
    "PriorityClass": ("system-*",),
    "ServiceAccount": ("default",),
    "ConfigMap": ("kube-root-ca.crt", "openshift-service-ca.crt"),
}
_COMPOSITION: Final = ("apiextensions.crossplane.io", "Composition")
# what whoever runs the cluster puts there, and hardly anybody's Git has
_PROVIDED: Final = frozenset(("StorageClass", "RuntimeClass", "VolumeSnapshotClass"))


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Why an object may be there; certain means that it is."""

    reason: str
    certain: bool


def elsewhere(inventory: Inventory, key: Key) -> Elsewhere | None:
    """Return why an object that is not in the tree may exist, None where nothing speaks for it."""
    reason = _certain(inventory, key)
    if reason:
        return Elsewhere(reason, certain=True)
    if key.kind in _PROVIDED or key.namespace in ("kube-system", "kube-public"):
        return Elsewhere("whoever runs the cluster provides it", certain=False)
    if is_managed_group(key.group) and inventory.by_kind.get(_COMPOSITION):
        return Elsewhere("a Composition of the tree may make it", certain=False)
    unseen = [f"Application/{each.name}" for each in unseen_sources(inventory, key)]
    if not unseen:
        return None
    return Elsewhere(f"not everything of {' and '.join(unseen)} was looked into", certain=False)


def _certain(inventory: Inventory, key: Key) -> str:
    if any(fnmatchcase(key.name, each) for each in _BUILT_IN.get(key.kind, ())):
        return "every cluster has it"
    maker = maker_of(inventory, key)
    if maker is not None:
        return f"{maker.subject} makes it"
    if key.kind == "Namespace" and (key.cluster, key.name) in inventory.created:
        name = inventory.created[key.cluster, key.name][0].name
        return f"Application/{name} creates it (CreateNamespace=true)"
    return ""


def unseen_sources(inventory: Inventory, key: Key) -> Iterator[Application]:
    """Give the Applications with a source that was not looked into and may hold an object.

    An Application may hold what its AppProject permits in its cluster; without its AppProject in
    the tree, anything.
    """
    for application in inventory.unseen:
        project = inventory.project_of(application)
        if inventory.cluster_of(application) == key.cluster and (
            project is None or permits(project.spec, key)
        ):
            yield application


def permits(project: dict[str, Any], key: Key) -> bool:
    """Tell whether an AppProject's spec lets an object of this key be applied at all.

    IsGroupKindNamePermitted and IsDestinationPermitted in Argo CD's app_project_types.go; a
    destination is judged by its namespace here, as what is not a namespace is checked elsewhere.
    """
    scoped = "namespace" if key.namespace else "cluster"
    denied = _listed(project, f"{scoped}ResourceBlacklist", key)
    allowed = project.get(f"{scoped}ResourceWhitelist")
    if allowed is None:
        is_allowed = bool(key.namespace)
    else:
        is_allowed = _listed(project, f"{scoped}ResourceWhitelist", key)
    if denied or not is_allowed:
        return False
    if not key.namespace:
        return True
    places = [
        str(each.get("namespace", ""))
        for each in project.get("destinations") or []
        if isinstance(each, dict)
    ]
    return any(fnmatchcase(key.namespace, each) for each in places)


def _listed(project: dict[str, Any], field: str, key: Key) -> bool:
    return any(
        fnmatchcase(key.group, str(each.get("group", "")))
        and fnmatchcase(key.kind, str(each.get("kind", "")))
        for each in project.get(field) or []
        if isinstance(each, dict)
    )
