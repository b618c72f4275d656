"""project-destination: something goes where the AppProject of its Application lets nothing go."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from argowave.projects import permits_destination, unsure_destination
from argowave.projects.applications import destination_of
from argowave.projects.matching import entries, matches
from argowave.rules.rule import Rule, Undecided, at, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.projects import Destination
    from argowave.resources import Resource
    from argowave.rules.scene import Scene
    from argowave.tree import Application


def check(scene: Scene) -> Iterator[Finding | Undecided]:
    """Give a finding for each Application, and for each other namespace that it writes to."""
    inventory = scene.inventory
    for resource, application in inventory.owners():
        project = inventory.project_of(application)
        destination = destination_of(inventory, application)
        if project is None or destination is None:
            continue
        if why := unsure_destination(project.spec, destination):
            yield Undecided(f"{resource.subject} → {project.subject}", why)
        elif permits_destination(project.spec, destination):
            yield from _elsewhere(scene, application, project, destination)
        else:
            what = "the Application goes to"
            if resource.manifest.generated and _is_nowhere(project, destination.namespace):
                # the same for each cluster that an ApplicationSet makes one for, so one finding
                message = _refusal(what, f"namespace {destination.namespace}", project, "anywhere")
            else:
                message = _message(destination, project, what)
            yield at(resource, ("spec", "destination"), message)


def _elsewhere(
    scene: Scene, application: Application, project: Resource, destination: Destination
) -> Iterator[Finding]:
    """Give a finding for each namespace that is not permitted, at the first object in it."""
    permitted = {application.namespace: True}
    refused: dict[str, list[Resource]] = {}
    for resource in scene.inventory.of(application):
        namespace = resource.namespace
        if not namespace or resource.manifest.namespace != namespace:
            continue
        if namespace not in permitted:
            there = replace(destination, namespace=namespace)
            permitted[namespace] = permits_destination(project.spec, there)
        if not permitted[namespace]:
            refused.setdefault(namespace, []).append(resource)
    for namespace, (first, *others) in refused.items():
        what = f"{first.kind} goes to"
        if others:
            more = others[0].subject if len(others) == 1 else f"{len(others)} more"
            what = f"{first.subject} and {more} go to"
        message = _message(replace(destination, namespace=namespace), project, what)
        yield at(first, ("metadata", "namespace"), message)


def _message(destination: Destination, project: Resource, what: str) -> str:
    where = f"namespace {destination.namespace}" if destination.namespace else "no namespace"
    return _refusal(what, f"{where} of cluster {destination.cluster}", project)


def _refusal(what: str, where: str, project: Resource, anywhere: str = "") -> str:
    permit = f"permit {anywhere}".rstrip()
    return (
        f"{what} {where}, which {place(project)} does not {permit}; "
        "add it to spec.destinations there, or mend the destination"
    )


def _is_nowhere(project: Resource, namespace: str) -> bool:
    """Tell whether an AppProject permits a namespace on no cluster at all."""
    stated = [str(each.get("namespace", "")) for each in entries(project.spec, "destinations")]
    denied = any(each.startswith("!") for each in stated)
    return bool(namespace) and not denied and not any(matches(each, namespace) for each in stated)


RULE = Rule(
    name="project-destination",
    summary="something goes where the AppProject of its Application lets nothing go",
    why=(
        "Argo CD refuses an Application whose destination is not permitted, and fails the sync "
        "of one that holds an object for another namespace than those."
    ),
    mend="Add the cluster and namespace to spec.destinations of the AppProject, or mend it here.",
    source="https://argo-cd.readthedocs.io/en/stable/user-guide/projects/#managing-projects",
    check=check,
)
