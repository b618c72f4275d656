"""project-namespace: an Application stands in a namespace that its AppProject takes none from."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from argowave.projects.matching import is_namespace_among
from argowave.rules.rule import Rule, at, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.resources import Resource
    from argowave.rules.scene import Scene


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each Application that may not use its project from where it stands.

    IsAppNamespacePermitted in pkg/apis/application/v1alpha1/app_project_types.go of Argo CD 3.5.
    An AppProject is read in Argo CD's own namespace only, so that this is where it stands; of
    several Argo CDs each may have one of the name.
    """
    projects: dict[str, list[Resource]] = defaultdict(list)
    for project in scene.inventory.of_kind("argoproj.io", "AppProject"):
        projects[project.name].append(project)
    for resource, application in scene.inventory.owners():
        namespace = resource.manifest.namespace
        found = projects.get(application.project, [])
        if found and not any(_permits(each, namespace) for each in found):
            yield at(resource, ("metadata", "namespace"), _message(found[0], namespace))


def _permits(project: Resource, namespace: str) -> bool:
    home = project.manifest.namespace
    return not home or namespace in ("", home) or is_namespace_among(_listed(project), namespace)


def _listed(project: Resource) -> list[str]:
    return [each for each in project.items("spec", "sourceNamespaces") if isinstance(each, str)]


def _message(project: Resource, namespace: str) -> str:
    listed = _listed(project)
    known = f"lists {', '.join(listed)} only" if listed else "lists none"
    return (
        f"the Application is in namespace {namespace}, and {place(project)} {known} in "
        f"spec.sourceNamespaces; add {namespace} there, or move the Application to "
        f"{project.manifest.namespace}"
    )


RULE = Rule(
    name="project-namespace",
    summary="an Application stands in a namespace that its AppProject takes none from",
    why=(
        "Argo CD refuses an Application outside of its own namespace unless the AppProject names "
        "that namespace: the Application is not allowed to use the project, and is not synced."
    ),
    mend="Add the namespace to spec.sourceNamespaces of the AppProject.",
    source="https://argo-cd.readthedocs.io/en/stable/operator-manual/app-any-namespace/",
    check=check,
)
