"""project-namespace: an Application stands in a namespace that its AppProject takes none from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.projects.matching import is_namespace_among
from argowave.rules.rule import Rule, at, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.rules.scene import Scene


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each Application that may not use its project from where it stands.

    IsAppNamespacePermitted in pkg/apis/application/v1alpha1/app_project_types.go of Argo CD 3.5.
    An AppProject is read in Argo CD's own namespace only, so that this is where it stands.
    """
    for resource, application in scene.inventory.owners():
        project = scene.inventory.project_of(application)
        if project is None or not (home := project.manifest.namespace):
            continue
        namespace = resource.manifest.namespace
        patterns = [each for each in project.items("spec", "sourceNamespaces") if _is_text(each)]
        if namespace in ("", home) or is_namespace_among(patterns, namespace):
            continue
        listed = f"lists {', '.join(patterns)} only" if patterns else "lists none"
        message = (
            f"the Application is in namespace {namespace}, and {place(project)} {listed} in "
            f"spec.sourceNamespaces; add {namespace} there, or move the Application to {home}"
        )
        yield at(resource, ("metadata", "namespace"), message)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


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
