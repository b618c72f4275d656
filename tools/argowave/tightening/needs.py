"""A tree → what its Applications ask each AppProject for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from argowave.order import is_skipped
from argowave.projects import permits_source, unsure_destination
from argowave.projects.applications import (
    created_namespace,
    destination_of,
    scoped_repositories,
)
from argowave.words.credentials import starred

if TYPE_CHECKING:
    from argowave.projects import Destination
    from argowave.resources import Inventory, Resource
    from argowave.rules import Scene
    from argowave.tree import Application


class Kind(NamedTuple):
    """One kind of object that somebody applies, with its name where names count."""

    group: str
    kind: str
    name: str  # a pattern; "" for what is namespaced
    is_namespaced: bool | None  # None where nobody knows


@dataclass(slots=True)
class Needs:
    """What the Applications of one AppProject ask it for, each thing once, as they are met."""

    project: Resource
    applications: list[str] = field(default_factory=list)
    sources: dict[str, None] = field(default_factory=dict)  # URLs
    destinations: dict[Destination, None] = field(default_factory=dict)
    kinds: dict[Kind, None] = field(default_factory=dict)
    gaps: dict[str, None] = field(default_factory=dict)  # what is not known, and why


def needs_of(scene: Scene) -> dict[str, Needs]:
    """Return the needs of every AppProject of a tree, by name."""
    inventory = scene.inventory
    found = {name: Needs(project) for name, project in sorted(inventory.projects.items())}
    scoped = scoped_repositories(inventory)
    for _, application in inventory.owners():
        needs = found.get(application.project)
        if needs is not None:
            needs.applications.append(application.name)
            _ask_for_sources(needs, application, scoped.get(application.project, []))
            _ask_for_places(needs, inventory, application)
            _ask_for_kinds(needs, scene, application)
            for gap in application.not_checked:
                needs.gaps[f"{gap.what} of Application/{application.name}: {gap.why}"] = None
    sets = [
        f"{gap.what}: {gap.why}"
        for application in scene.tree.applications
        for gap in application.not_checked
        if gap.what.startswith("ApplicationSet ")  # it may make Applications of any project
    ]
    for needs in found.values():
        needs.gaps.update(dict.fromkeys(sets))
    return found


def _ask_for_sources(needs: Needs, application: Application, scoped: list[str]) -> None:
    for source in application.sources:
        url = source.repo_url
        if url and not permits_source({"sourceRepos": scoped}, url):
            needs.sources[starred(url)] = None


def _ask_for_places(needs: Needs, inventory: Inventory, application: Application) -> None:
    destination = destination_of(inventory, application)
    if destination is None:
        needs.gaps[f"Application/{application.name}: its destination names no cluster"] = None
        return
    if why := unsure_destination(needs.project.spec, destination):
        needs.gaps[f"Application/{application.name}: {why}"] = None
    needs.destinations[destination] = None
    for resource in inventory.of(application):
        stated = resource.namespace
        if stated and resource.manifest.namespace == stated and stated != application.namespace:
            needs.destinations[replace(destination, namespace=stated)] = None


def _ask_for_kinds(needs: Needs, scene: Scene, application: Application) -> None:
    for resource in scene.inventory.of(application):
        if not is_skipped(resource.manifest):
            needs.kinds[_kind(resource, is_namespaced=scene.is_namespaced(resource))] = None
    if name := created_namespace(scene.inventory, application):
        needs.kinds[Kind("", "Namespace", name, is_namespaced=False)] = None


def _kind(resource: Resource, *, is_namespaced: bool | None) -> Kind:
    if is_namespaced:
        return Kind(resource.group, resource.kind, "", is_namespaced)
    is_whole = bool(resource.manifest.metadata.get("name"))
    name = resource.name if is_whole else f"{resource.name}*"  # generateName
    return Kind(resource.group, resource.kind, name, is_namespaced)
