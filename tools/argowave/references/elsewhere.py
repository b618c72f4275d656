"""What nobody in the tree applies and may be there all the same, and why."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, Final

from argowave.cloud.group import is_managed_group
from argowave.manifest import Manifest
from argowave.projects import permits_kind
from argowave.projects.matching import entries, matches
from argowave.references.argocd_itself import of_argocd
from argowave.references.credentials import come_from_here
from argowave.references.left_to_others import is_left_to_others, is_of_hub
from argowave.references.made import maker_of, makes_any
from argowave.references.operated import named_after
from argowave.resources.key import Key
from argowave.resources.once import once
from argowave.words.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.resources import Inventory
    from argowave.tree import Application, ApplicationSet

_NAMESPACES: Final = frozenset(("default", "kube-system", "kube-public", "kube-node-lease"))
_ROLES: Final = ("cluster-admin", "admin", "edit", "view", "system:*")
# of OpenShift alone (bootstrappolicy of its API server, and its monitoring)
_OPENSHIFTS: Final = {
    "ClusterRole": (
        "basic-user",
        "cluster-debugger",
        "cluster-monitoring-view",
        "cluster-reader",
        "cluster-status",
        "monitoring-edit",
        "monitoring-rules-edit",
        "monitoring-rules-view",
        "registry-admin",
        "registry-editor",
        "registry-viewer",
        "self-access-reviewer",
        "self-provisioner",
        "storage-admin",
        "sudoer",
    ),
    "ServiceAccount": ("builder", "deployer"),
}
_BUILT_IN: Final = {
    "Namespace": (*_NAMESPACES, "openshift", "openshift-*"),
    "ClusterRole": _ROLES,
    "PriorityClass": ("system-*",),
    "ServiceAccount": ("default",),
    "ConfigMap": ("kube-root-ca.crt", "openshift-service-ca.crt"),
}
_OF_ISTIO: Final = ("ConfigMap", "istio-ca-root-cert")
_OF_AUTHENTIK: Final = "ak-outpost-"  # of the Services that its own outposts are reached by
_NONE: Final = "no Secret comes"
_SLIP: Final = 0.75  # of 1: so like a namespace of the tree that it may be meant
_COMPOSITION: Final = ("apiextensions.crossplane.io", "Composition")
# what whoever runs the cluster puts there, and hardly anybody's Git has
_PROVIDED: Final = frozenset(("StorageClass", "RuntimeClass", "VolumeSnapshotClass"))
# what comes with a controller, which may be installed from somewhere else
_CLASSES: Final = frozenset(("IngressClass", "GatewayClass", "PriorityClass"))


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Why an object may be there; certain means that it is."""

    reason: str
    certain: bool


def elsewhere(inventory: Inventory, key: Key) -> Elsewhere | None:
    """Return why an object that is not in the tree may exist, None where nothing speaks for it."""
    maker = maker_of(inventory, key)
    reason = _certain(inventory, key) or _in_unbuilt(inventory, key)
    if maker is not None and maker.certain:
        reason = reason or f"{maker.resource.subject} makes it"
    if reason:
        return Elsewhere(reason, certain=True)
    if maker is not None:
        return Elsewhere(f"{maker.resource.subject} may make it", certain=False)
    reason = _possible(inventory, key)
    return Elsewhere(reason, certain=False) if reason else None


def is_there_anyway(inventory: Inventory, namespace: Key) -> bool:
    """Tell whether a Namespace is one that clusters have, or that Argo CD itself runs in."""
    found = _of_the_cluster(inventory, namespace)
    return bool(found) or (namespace.cluster, namespace.name) in inventory.roots_at


def _in_unbuilt(inventory: Inventory, key: Key) -> str:
    """Return where an object stands that an unbuilt kustomization applies, "" where in none."""
    for namespaces, source in _unbuilt(inventory).get(key._replace(namespace=""), ()):
        if key.namespace in namespaces:
            return f"{source} has it, of a kustomization that was not built"
    return ""


@once
def _unbuilt(inventory: Inventory) -> dict[Key, list[tuple[set[str], str]]]:
    """Return the objects in files of unbuilt kustomizations: where each may go, and its file."""
    found: dict[Key, list[tuple[set[str], str]]] = defaultdict(list)
    for application in inventory.unseen:
        cluster = inventory.cluster_of(application)
        for piece in application.partial:
            if isinstance(piece.body, dict):
                named = Manifest(piece)
                key = Key(cluster, named.group, named.kind, "", named.name)
                # what states no namespace goes where the Application does, and so may the rest
                places = {named.namespace, application.namespace}
                found[key].append((places, piece.source))
    return found


def _possible(inventory: Inventory, key: Key) -> str:
    unseen = [each.unread for each in unseen_sources(inventory, key)]
    if not unseen and not _comes_from_the_tree(inventory, key):
        if key.kind in _CLASSES:
            return "a controller that is not in the tree may bring it"
        if is_left_to_others(key.group, key.kind):
            return f"no {key.kind} comes from this repository, so somebody makes them elsewhere"
    if key.kind in _PROVIDED or key.namespace in ("kube-system", "kube-public"):
        return "whoever runs the cluster provides it"
    if is_managed_group(key.group) and inventory.by_kind.get(_COMPOSITION):
        return "a Composition of the tree may make it"
    if unseen:
        return f"{' and '.join(unseen)} {'was' if len(unseen) == 1 else 'were'} not looked into"
    return _of_others(inventory, key)


def _of_others(inventory: Inventory, key: Key) -> str:
    """Return why somebody beside this repository may make an object."""
    if reason := _of_a_program(key):
        return reason
    if (key.group, key.kind) == ("", "Secret") and not come_from_here(inventory):
        few = "few Secrets that are read here come" if makes_any(inventory, "", "Secret") else _NONE
        return f"{few} from this repository, so somebody makes them elsewhere"
    if maker := named_after(inventory, key):
        return f"{maker.subject} may make it"
    if _is_foreign(inventory, key):
        return f"nothing here is applied to namespace {key.namespace}, so somebody else fills it"
    return ""


def _of_a_program(key: Key) -> str:
    """Return which well-known program brings an object, "" for none."""
    if is_of_hub(key.group, key.kind, key.name):
        return "Tekton's hub has a Task of that name, which somebody may have installed"
    if (key.kind, key.name) == _OF_ISTIO:
        return "istiod makes it where it runs"
    if key.kind == "Service" and key.name.startswith(_OF_AUTHENTIK):
        return "authentik makes it where it runs"
    return ""


def _is_foreign(inventory: Inventory, key: Key) -> bool:
    """Tell whether a namespace is none that the tree applies anything to, or a slip of one."""
    own = _namespaces(inventory).get(key.cluster)
    if not own or not key.namespace or key.namespace in own:
        return False
    return not nearest(key.namespace, own, _SLIP)


@once
def _namespaces(inventory: Inventory) -> dict[str, set[str]]:
    """Return {cluster: the namespaces that the tree applies something to}."""
    found: dict[str, set[str]] = defaultdict(set)
    for key in inventory.by_key:
        found[key.cluster].add(key.namespace)
        if key.kind == "Namespace":
            found[key.cluster].add(key.name)
    for cluster, name in inventory.created:
        found[cluster].add(name)
    return found


def _comes_from_the_tree(inventory: Inventory, key: Key) -> bool:
    """Tell whether a kind is applied to a cluster, or an AppProject means it to be."""
    found = inventory.of_kind(key.group, key.kind)
    return any(each.cluster == key.cluster for each in found) or any(
        entry.get("group") == key.group and entry.get("kind") == key.kind
        for project in inventory.projects.values()
        for entry in entries(project.spec, "clusterResourceWhitelist")
    )


def _certain(inventory: Inventory, key: Key) -> str:
    if said := _of_the_cluster(inventory, key):
        return said
    if said := of_argocd(inventory, key):
        return said
    # the namespace of a root Application is there before all others
    if key.kind == "Namespace" and is_there_anyway(inventory, key):
        return "Argo CD runs in it"
    if key.kind == "Namespace" and (key.cluster, key.name) in inventory.created:
        name = inventory.created[key.cluster, key.name][0].name
        return f"Application/{name} creates it (CreateNamespace=true)"
    return ""


def _of_the_cluster(inventory: Inventory, key: Key) -> str:
    if any(fnmatchcase(key.name, each) for each in _BUILT_IN.get(key.kind, ())):
        return "every cluster has it"
    if key.name in _OPENSHIFTS.get(key.kind, ()) and _is_openshift(inventory):
        return "OpenShift makes it"
    return ""


@once
def _is_openshift(inventory: Inventory) -> bool:
    """Tell whether something here is for OpenShift, or stands where its Argo CD does."""
    groups = {group for group, _ in inventory.by_kind}
    places = {namespace for _, namespace in inventory.roots_at}
    return "openshift-gitops" in places or any(each.endswith(".openshift.io") for each in groups)


def unseen_sources(inventory: Inventory, key: Key) -> Iterator[Application | ApplicationSet]:
    """Give the Applications with a source that was not looked into and may hold an object.

    An Application may hold what its AppProject permits in its cluster; without its AppProject in
    the tree, anything. So may those that an ApplicationSet makes and nobody knows.
    """
    for application in inventory.unseen:
        project = inventory.project_of(application)
        if inventory.cluster_of(application) == key.cluster and (
            project is None or _permits(project.spec, key)
        ):
            yield application
    for made in inventory.unseen_sets:
        if inventory.may_make_for(made, key.cluster):
            project = inventory.projects.get(str(made.template.get("project")))
            if project is None or _permits(project.spec, key):
                yield made


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
