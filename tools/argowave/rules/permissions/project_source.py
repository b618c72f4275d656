"""project-source: an Application takes from a repository that its AppProject does not permit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.projects import permits_source
from argowave.projects.applications import scoped_repositories
from argowave.rules.rule import Rule, at, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.resources import Resource
    from argowave.rules.scene import Scene


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each source that the AppProject's sourceRepos do not let in."""
    inventory = scene.inventory
    scoped = scoped_repositories(inventory)
    for resource, application in inventory.owners():
        project = inventory.project_of(application)
        if project is None:
            continue
        for source in application.sources:
            if source.repo_url and not (
                permits_source(project.spec, source.repo_url)
                or permits_source({"sourceRepos": scoped[project.name]}, source.repo_url)
            ):
                message = _message(source.repo_url, project)
                yield at(resource, ("spec", *source.place, "repoURL"), message)


def _message(url: str, project: Resource) -> str:
    return (
        f"{place(project)} does not permit the repository {url}; add it to spec.sourceRepos "
        "there, or mend the URL"
    )


RULE = Rule(
    name="project-source",
    summary="an Application takes from a repository that its AppProject does not permit",
    why=(
        "Argo CD refuses the Application with an InvalidSpecError and never syncs it. URLs are "
        "compared without case and `.git`; https and ssh are different repositories."
    ),
    mend="Add the repository to spec.sourceRepos of the AppProject, or write the URL as there.",
    source="https://argo-cd.readthedocs.io/en/stable/user-guide/projects/#managing-projects",
    check=check,
)
