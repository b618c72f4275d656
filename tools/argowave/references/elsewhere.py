"""What nobody in the tree applies and may be there all the same, and why."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, Final

from argowave.cloud.group import is_managed_group
from argowave.projects import permits_kind
from argowave.projects.matching import entries, matches
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
# what Argo CD makes when it starts
_OF_ARGOCD: Final = ("argocd-redis", "argocd-initial-admin-secret")
_COMPOSITION: Final = ("apiextensions.crossplane.io", "Composition")
# what whoever runs the cluster puts there, and hardly anybody's Git has
_PROVIDED: Final = frozenset(("StorageClass", "RuntimeClass", "VolumeSnapshotClass"))
# what comes with a controller, which may be installed from somewhere else
_CLASSES: Final = frozenset(("IngressClass", "GatewayClass", "PriorityClass", "ClusterIssuer"))


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Why an object may be there; certain means that it is."""

    reason: str
    certain: bool


def elsewhere(inventory: Inventory, key: Key) -> Elsewhere | None:
    """Return why an object that is not in the tree may exist, None where nothing speaks for it."""
    maker = maker_of(inventory, key)
    reason = _certain(inventory, key)
    if maker is not None and maker.certain:
        reason = reason or f"{maker.resource.subject} makes it"
    if reason:
        return Elsewhere(reason, certain=True)
    if maker is not None:
        return Elsewhere(f"{maker.resource.subject} may make it", certain=False)
    reason = _possible(inventory, key)
    return Elsewhere(reason, certain=False) if reason else None


def _possible(inventory: Inventory, key: Key) -> str:
    if key.kind in _CLASSES and not _comes_from_the_tree(inventory, key):
        return "a controller that is not in the tree may bring it"
    if key.kind in _PROVIDED or key.namespace in ("kube-system", "kube-public"):
        return "whoever runs the cluster provides it"
    if is_managed_group(key.group) and inventory.by_kind.get(_COMPOSITION):
        return "a Composition of the tree may make it"
    unseen = [
        f"{each.not_checked[0].what} of Application/{each.name}"
        for each in unseen_sources(inventory, key)
    ]
    verb = "was" if len(unseen) == 1 else "were"
    return f"{' and '.join(unseen)} {verb} not looked into" if unseen else ""


def _comes_from_the_tree(inventory: Inventory, key: Key) -> bool:
    """Tell whether objects of a kind are applied here, or an AppProject means them to be."""
    return bool(inventory.by_kind.get((key.group, key.kind))) or any(
        entry.get("group") == key.group and entry.get("kind") == key.kind
        for project in inventory.projects.values()
        for entry in entries(project.spec, "clusterResourceWhitelist")
    )


def _certain(inventory: Inventory, key: Key) -> str:
    if any(fnmatchcase(key.name, each) for each in _BUILT_IN.get(key.kind, ())):
        return "every cluster has it"
    if key.kind == "Secret" and key.name in _OF_ARGOCD:
        return "Argo CD makes it"
    # the namespace of a root Application is there before all others
    if key.kind == "Namespace" and (key.cluster, key.name) in inventory.roots_at:
        return "Argo CD runs in it"
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
            project is None or _permits(project.spec, key)
        ):
            yield application


def _permits(project: dict[str, Any], key: Key) -> bool:
    """Tell whether an AppProject may let an object of this key be applied, wherever it goes."""
    namespaced = bool(key.namespace)
    if not permits_kind(project, key.group, key.kind, key.name, namespaced=namespaced):
        return False
    if not namespaced:
        return True
    listed = project.get("destinations")
    places = [each for each in listed or () if isinstance(each, dict)]
    return any(matches(str(each.get("namespace", "")), key.namespace) for each in places)
