"""project-source: an Application takes from a repository that its AppProject does not permit."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from argowave.projects import permits_source
from argowave.rules.rule import Rule, at, place
from argowave.secret import secret_text, secret_type
from argowave.tree.application import application_spec

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.resources import Inventory, Resource
    from argowave.rules.scene import Scene


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each source that the AppProject's sourceRepos do not let in."""
    inventory = scene.inventory
    scoped = _scoped(inventory)
    for resource, application in inventory.owners():
        project = inventory.project_of(application)
        if project is None:
            continue
        several = bool(application_spec(application.manifest).get("sources"))
        for index, source in enumerate(application.sources):
            if source.repo_url and not (
                permits_source(project.spec, source.repo_url)
                or permits_source({"sourceRepos": scoped[project.name]}, source.repo_url)
            ):
                path = ("sources", index) if several else ("source",)
                message = _message(source.repo_url, project)
                yield at(resource, ("spec", *path, "repoURL"), message)


def _scoped(inventory: Inventory) -> dict[str, list[str]]:
    """Return the repositories that belong to each project: those of Secrets that name it.

    GetAppProjectByName in util/argo/argo.go adds them to the project's sourceRepos.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for secret in inventory.of_kind("", "Secret"):
        if secret_type(secret.manifest) == "repository":
            project, url = (secret_text(secret.manifest, key) for key in ("project", "url"))
            if project and url:
                found[project].append(url)
    return found


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
