"""project-kind: an Application applies a kind that its AppProject forbids."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from argowave.finding import Severity
from argowave.order import is_skipped
from argowave.projects import permits_kind
from argowave.projects.applications import created_namespace, manages_namespace
from argowave.resources.inventory import CREATE_NAMESPACE, sync_options
from argowave.rules.rule import Rule, Undecided, at, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.resources import Resource
    from argowave.rules.scene import Scene
    from argowave.tree import Application


def check(scene: Scene) -> Iterator[Finding | Undecided]:
    """Give a finding for each object of a kind that is not allowed, or denied."""
    inventory = scene.inventory
    for owner, application in inventory.owners():
        project = inventory.project_of(application)
        if project is None:
            continue
        seen: dict[tuple[str, str, str, bool | None], bool] = {}
        for resource in inventory.of(application):
            if not is_skipped(resource.manifest):
                yield from _object(scene, resource, project, seen)
        yield from _created(scene, owner, application, project)


def _object(
    scene: Scene,
    resource: Resource,
    project: Resource,
    seen: dict[tuple[str, str, str, bool | None], bool],
) -> Iterator[Finding | Undecided]:
    namespaced = scene.is_namespaced(resource)
    name = "" if namespaced else resource.name
    asked = (resource.group, resource.kind, name, namespaced)
    if asked not in seen:
        seen[asked] = _permits(project, resource, namespaced=namespaced is not False)
    permitted = seen[asked]
    if namespaced is None and permitted != _permits(project, resource, namespaced=False):
        why = f"nothing tells whether {resource.kind} is cluster-scoped"
        yield Undecided(f"{resource.subject} → {project.subject}", why)
    elif not permitted:
        yield at(resource, (), _message(resource, project, namespaced=namespaced is not False))


def _permits(project: Resource, resource: Resource, *, namespaced: bool) -> bool:
    group, kind, name = resource.group, resource.kind, resource.name
    return permits_kind(project.spec, group, kind, name, namespaced=namespaced)


def _message(resource: Resource, project: Resource, *, namespaced: bool) -> str:
    scope = "namespace" if namespaced else "cluster"
    group = f"{resource.group}/" if resource.group else ""
    denied = project.spec.get(f"{scope}ResourceBlacklist")
    lists = f"spec.{scope}ResourceWhitelist" + (f" and {scope}ResourceBlacklist" if denied else "")
    return (
        f"{place(project)} does not permit {group}{resource.kind}; mend {lists} there, or let "
        "an Application of another project apply it"
    )


def _created(
    scene: Scene, owner: Resource, application: Application, project: Resource
) -> Iterator[Finding]:
    """Give a finding for CreateNamespace where the project forbids the Namespace.

    A Namespace that is there already is left alone, unless the Application manages its metadata:
    nothing here tells whether somebody makes it by hand.
    """
    name = created_namespace(scene.inventory, application)
    if not name or _permits_namespace(project, name):
        return
    always = manages_namespace(application)
    if not always and _is_made_by_another(scene, application, name):
        return
    options = sync_options(application.manifest)
    path = ("spec", "syncPolicy", "syncOptions", options.index(CREATE_NAMESPACE))
    allow = "add it to spec.clusterResourceWhitelist there"
    message = f"{place(project)} does not permit Namespace/{name}, which CreateNamespace=true makes"
    if always:
        other = "leave out managedNamespaceMetadata"
        message = f"{message} and managedNamespaceMetadata changes; {allow}, or {other}"
        yield at(owner, path, message)
    else:
        other = "let another Application make it"
        message = f"{message} where it is not there; {allow}, or {other}"
        yield replace(at(owner, path, message), severity=Severity.WARNING)


def _permits_namespace(project: Resource, name: str) -> bool:
    return permits_kind(project.spec, "", "Namespace", name, namespaced=False)


def _is_made_by_another(scene: Scene, application: Application, name: str) -> bool:
    """Tell whether CreateNamespace of another Application makes the Namespace, and may."""
    inventory = scene.inventory
    beside = inventory.created.get((inventory.cluster_of(application), name), ())
    projects = (inventory.project_of(each) for each in beside if each is not application)
    return any(project is None or _permits_namespace(project, name) for project in projects)


RULE = Rule(
    name="project-kind",
    summary="an Application applies a kind that its AppProject forbids",
    why=(
        "Argo CD fails the whole sync: the object is not permitted in the project. Without a list "
        "every namespaced kind is allowed, and no cluster-scoped one."
    ),
    mend=(
        "Add group and kind (and name, for a cluster-scoped one) to the AppProject's list, or "
        "move the object to an Application of another project."
    ),
    source="https://argo-cd.readthedocs.io/en/stable/operator-manual/project-specification/",
    check=check,
)
