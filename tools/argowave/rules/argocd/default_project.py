"""default-project: an Application belongs to the project that permits everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.finding import Severity
from argowave.rules.rule import Rule, at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.rules.scene import Scene

_DEFAULT = "default"


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each Application of the default project, unless the tree tames it."""
    inventory = scene.inventory
    if _DEFAULT in inventory.projects:
        return
    for resource, application in inventory.owners():
        if application.project == _DEFAULT:
            states = bool(resource.text("spec", "project"))
            said = "belongs to project" if states else "states no project and so belongs to"
            message = (
                f"the Application {said} default, which permits every repository, cluster and "
                "kind; name an AppProject that permits what it needs"
            )
            yield at(resource, ("spec", "project"), message)


RULE = Rule(
    name="default-project",
    summary="an Application belongs to the project that permits everything",
    why=(
        "Argo CD makes the project `default` itself and lets it do anything, so that a commit to "
        "the repository can change every namespace and cluster-scoped object."
    ),
    mend="Declare an AppProject with what the Application needs, and name it in spec.project.",
    source="https://argo-cd.readthedocs.io/en/stable/user-guide/projects/#the-default-project",
    check=check,
    severity=Severity.WARNING,
)
