"""project-missing: an Application belongs to an AppProject that nobody applies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.references.elsewhere import unseen_sources
from argowave.resources import Key
from argowave.rules.rule import Rule, Undecided, at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.rules.scene import Scene

_BUILT_IN = "default"  # Argo CD makes it when it starts


def check(scene: Scene) -> Iterator[Finding | Undecided]:
    """Give a finding for each Application whose AppProject is not in the tree."""
    inventory = scene.inventory
    messages: dict[str, str] = {}
    for resource, application in inventory.owners():
        name = application.project
        if name == _BUILT_IN or name in inventory.projects:
            continue
        if not inventory.projects:
            why = "the tree has no AppProject, so they are applied from elsewhere"
            yield Undecided(f"{resource.subject} → AppProject/{name}", why)
            continue
        key = Key(resource.cluster, "argoproj.io", "AppProject", resource.namespace, name)
        unseen = next(unseen_sources(inventory, key), None)
        if unseen is None:
            if name not in messages:
                messages[name] = _message(name, sorted(inventory.projects))
            yield at(resource, ("spec", "project"), messages[name])
        else:
            reason = (
                f"{unseen.not_checked[0].what} of Application/{unseen.name} was not looked into"
            )
            yield Undecided(f"{resource.subject} → AppProject/{application.project}", reason)


def _message(project: str, known: list[str]) -> str:
    import difflib  # noqa: PLC0415 (only findings need it)

    near = difflib.get_close_matches(project, known, 1)
    hint = f"did you mean {near[0]}?" if near else "add it or mend the name"
    return f"the Application belongs to AppProject/{project}, which nothing applies; {hint}"


RULE = Rule(
    name="project-missing",
    summary="an Application belongs to an AppProject that nobody applies",
    why=(
        "Argo CD refuses the Application with an InvalidSpecError: it is never synced, its health "
        "is Unknown, and a parent that waits for it waits for ever."
    ),
    mend="Add the AppProject, in an earlier wave than the Application, or mend spec.project.",
    source="https://argo-cd.readthedocs.io/en/stable/user-guide/projects/",
    check=check,
)
