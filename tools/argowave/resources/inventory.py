"""A tree → an inventory: every resource, found by its key, its kind or its Application."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from argowave.resources.clusters import (
    IN_CLUSTER,
    cluster_at,
    cluster_names,
    destination_cluster,
)
from argowave.resources.default_project import as_it_will_be
from argowave.resources.key import Key
from argowave.resources.resource import Resource
from argowave.tree.application import application_spec, is_application

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from argowave.manifest import Manifest
    from argowave.tree import Application, ApplicationSet, Tree

    Scope = Callable[[str, str], str | None]  # (apiVersion, kind) → Namespaced, Cluster or None

K = TypeVar("K")
V = TypeVar("V")
CREATE_NAMESPACE = "CreateNamespace=true"
_FILLED_IN = "{{"  # by generators


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Inventory:
    """Every resource of one tree, with its indexes."""

    resources: tuple[Resource, ...]
    by_key: Mapping[Key, tuple[Resource, ...]]
    by_kind: Mapping[tuple[str, str], tuple[Resource, ...]]  # (group, kind)
    by_application: Mapping[tuple[str, ...], tuple[Resource, ...]]  # the Application's chain
    applications: Mapping[tuple[str, str], Application]  # (namespace of the object, name)
    created: Mapping[tuple[str, str], tuple[Application, ...]]  # CreateNamespace: (cluster, name)
    clusters: Mapping[str, str]  # name → server
    projects: Mapping[str, Resource]  # AppProjects by name, as the cluster will have them
    unseen: tuple[Application, ...]  # with a source that was not looked into, or gave nothing
    unseen_sets: tuple[ApplicationSet, ...]  # of which not every Application is known
    roots_at: frozenset[tuple[str, str]]  # (cluster, namespace) of deployers nobody applies
    _declarations: Mapping[int, Resource]  # id of an Application's manifest → the object
    made: Mapping[int, tuple[Resource, ...]]  # id of an ApplicationSet's manifest → Applications

    def find(self, key: Key) -> Resource | None:
        """Return the resource with a key, None where the tree has none."""
        found = self.by_key.get(key)
        return found[0] if found else None

    def of_kind(self, group: str, *kinds: str) -> tuple[Resource, ...]:
        """Return every resource of the given kinds of one group."""
        return tuple(each for kind in kinds for each in self.by_kind.get((group, kind), ()))

    def of(self, application: Application) -> tuple[Resource, ...]:
        """Return what an Application applies."""
        return self.by_application.get(application.chain, ())

    def made_by(self, resource: Resource) -> tuple[Resource, ...]:
        """Return the Applications that an ApplicationSet makes, () for any other object."""
        return self.made.get(id(resource.manifest), ())

    def cluster_of(self, application: Application) -> str:
        """Return the cluster that an Application goes to."""
        return destination_cluster(application.manifest, self.clusters)

    def may_make_for(self, application_set: ApplicationSet, cluster: str) -> bool:
        """Tell whether an Application of a set that nobody knows may go to a cluster.

        Where the generators say where it goes, it goes elsewhere than those that are known.
        """
        stated = cluster_at(application_set.template.get("destination"), self.clusters)
        if _FILLED_IN not in stated and "templatePatch" not in application_spec(
            application_set.manifest
        ):
            return stated == cluster
        known = (destination_cluster(each, self.clusters) for each in application_set.applications)
        return cluster not in known

    def project_of(self, application: Application) -> Resource | None:
        """Return the AppProject of an Application, None where the tree does not have it."""
        return self.projects.get(application.project)

    def owners(self) -> Iterator[tuple[Resource, Application]]:
        """Give every Application of the tree after the object that declares it."""
        for resource in self.of_kind("argoproj.io", "Application"):
            application = self.application_of(resource)
            if application is not None and application.manifest is resource.manifest:
                yield resource, application

    def declaration_of(self, application: Application) -> Resource | None:
        """Return the object that declares an Application."""
        return self._declarations.get(id(application.manifest))

    def creates(self, application: Application, key: Key) -> bool:
        """Tell whether an Application creates a Namespace for itself (CreateNamespace=true)."""
        return (
            application.namespace == key.name
            and CREATE_NAMESPACE in sync_options(application.manifest)
            and self.cluster_of(application) == key.cluster
        )

    def application_of(self, resource: Resource) -> Application | None:
        """Return the Application that an Application object is, None for any other object."""
        if resource.kind != "Application" or resource.group != "argoproj.io":
            return None
        manifest = resource.manifest
        return self.applications.get((manifest.namespace, manifest.name))


def take_inventory(tree: Tree, scope: Scope) -> Inventory:
    """Return the inventory of a tree.

    Namespaces are filled in as Argo CD does (normalizeTargetObjects, GetAppStateManager in
    controller/state.go): the destination's for a namespaced kind that states none, none for what
    is cluster-scoped. A kind that nobody knows is taken for namespaced.

    Args:
        tree: the tree of one environment.
        scope: tells Namespaced or Cluster for (apiVersion, kind), None where it does not know.
    """
    clusters = cluster_names(tree.manifests)
    found = [_resource(manifest, None, IN_CLUSTER, scope) for manifest in tree.entry]
    for application in tree.applications:
        cluster = destination_cluster(application.manifest, clusters)
        found += [_resource(each, application, cluster, scope) for each in application.manifests]
    made = {
        id(each.manifest): tuple(
            _resource(manifest, None, IN_CLUSTER, scope) for manifest in each.applications
        )
        for each in tree.application_sets
    }
    found += [resource for several in made.values() for resource in several]
    declared = [each for each in found if is_application(each.manifest)]
    return Inventory(
        resources=tuple(found),
        by_key=_index(found, lambda resource: resource.key),
        by_kind=_index(found, lambda resource: (resource.group, resource.kind)),
        by_application=_index(
            (resource for resource in found if resource.application is not None),
            lambda resource: resource.application.chain if resource.application else (),
        ),
        applications={
            (each.manifest.namespace, each.manifest.name): each for each in tree.applications
        },
        created=_created(tree, clusters),
        clusters=clusters,
        projects={
            each.name: as_it_will_be(
                each, sync_options(each.application.manifest) if each.application else ()
            )
            for each in found
            if each.kind == "AppProject" and each.group == "argoproj.io"
        },
        unseen=tuple(each for each in tree.applications if each.unread),
        unseen_sets=tuple(each for each in tree.application_sets if each.unread),
        roots_at=frozenset((each.cluster, each.namespace) for each in found if _is_by_hand(each)),
        _declarations={id(each.manifest): each for each in declared},
        made=made,
    )


def _is_by_hand(resource: Resource) -> bool:
    """Tell whether somebody applies an object that needs an Argo CD, or an operator's, there."""
    if resource.application is not None or resource.group != "argoproj.io":
        return False
    return resource.kind in {"Application", "ApplicationSet", "ArgoCD"}


def sync_options(application: Manifest) -> tuple[str, ...]:
    """Return an Application's spec.syncPolicy.syncOptions."""
    policy = application_spec(application).get("syncPolicy")
    options = policy.get("syncOptions") if isinstance(policy, dict) else None
    if not isinstance(options, list):
        return ()
    return tuple(each for each in options if isinstance(each, str))


def _created(
    tree: Tree, clusters: Mapping[str, str]
) -> dict[tuple[str, str], tuple[Application, ...]]:
    return _index(
        [each for each in tree.applications if CREATE_NAMESPACE in sync_options(each.manifest)],
        lambda each: (destination_cluster(each.manifest, clusters), each.namespace),
    )


def _resource(
    manifest: Manifest, application: Application | None, cluster: str, scope: Scope
) -> Resource:
    namespace = manifest.namespace
    known = scope(manifest.api_version, manifest.kind)
    if known == "Cluster":
        namespace = ""
    elif not namespace and application is not None:
        namespace = application.namespace
    elif not namespace and is_application(manifest):
        namespace = "argocd"
    key = Key(cluster, manifest.group, manifest.kind, namespace, manifest.name)
    lacks = known == "Namespaced" and not namespace and application is not None
    return Resource(manifest, key, application, manifest.body, known is not None, lacks)


def _index(values: Iterable[V], key: Callable[[V], K]) -> dict[K, tuple[V, ...]]:
    lists: dict[K, list[V]] = {}
    for value in values:
        lists.setdefault(key(value), []).append(value)
    return {each: tuple(found) for each, found in lists.items()}
