"""project-missing: an Application belongs to an AppProject that nobody applies."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from argowave.finding import Severity
from argowave.references.elsewhere import unseen_sources
from argowave.resources import Key
from argowave.rules.rule import Rule, Undecided, at
from argowave.tree import Application
from argowave.typed import as_mapping
from argowave.words.nearest import nearest
from argowave.words.slip import is_slip

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from argowave.finding import Finding
    from argowave.rules.scene import Scene
    from argowave.tree import ApplicationSet

_WORD = 3  # letters of a word in which a slip is one
_BUILT_IN = "default"  # Argo CD makes it when it starts


def check(scene: Scene) -> Iterator[Finding | Undecided]:
    """Give a finding for each Application whose AppProject is not in the tree."""
    inventory = scene.inventory
    messages: dict[str, str] = {}
    for resource, application in inventory.owners():
        name = application.project
        if name == _BUILT_IN or name in inventory.projects:
            continue
        if not inventory.projects and (meant := _meant(name, (_BUILT_IN,))):
            message = (
                f"the Application belongs to AppProject/{name}, which nothing here applies; "
                f"did you mean {meant}, which every Argo CD has?"
            )
            yield replace(at(resource, ("spec", "project"), message), severity=Severity.WARNING)
            continue
        if not inventory.projects:
            why = "the tree has no AppProject, so they are applied from elsewhere"
            yield Undecided(f"{resource.subject} → AppProject/{name}", why)
            continue
        key = Key(resource.cluster, "argoproj.io", "AppProject", resource.namespace, name)
        several = unseen_sources(inventory, key)
        unseen = next((each for each in several if _may_bring(each, resource.namespace)), None)
        if unseen is None:
            if name not in messages:
                messages[name] = _message(name, sorted(inventory.projects))
            yield at(resource, ("spec", "project"), messages[name])
        else:
            reason = f"{unseen.unread} was not looked into"
            if meant := _meant(name, inventory.projects):
                message = (
                    f"the Application belongs to AppProject/{name}, which nothing here applies, "
                    f"though {reason}; did you mean {meant}?"
                )
                found = at(resource, ("spec", "project"), message)
                yield replace(found, severity=Severity.WARNING)
                continue
            yield Undecided(f"{resource.subject} → AppProject/{application.project}", reason)


def _may_bring(unseen: Application | ApplicationSet, namespace: str) -> bool:
    """Tell whether what was not looked into may bring an AppProject to Argo CD's namespace.

    Of the Applications that a set makes only those do that say that they go there.
    """
    if isinstance(unseen, Application):
        return True
    return as_mapping(unseen.template.get("destination")).get("namespace") == namespace


def _meant(name: str, known: Iterable[str]) -> str:
    """Return the AppProject of which a name is a slip of the pen, "" where it may be another one.

    A word of one or two letters is often all that two names differ in, as team-a and team-b do.
    """
    for each in sorted(known):
        pairs = zip(name.split("-"), each.split("-"), strict=False)
        odd = [min(len(one), len(other)) for one, other in pairs if one != other]
        if is_slip(name, each) and odd and min(odd) >= _WORD:
            return each
    return ""


def _message(project: str, known: list[str]) -> str:
    near = nearest(project, known)
    hint = f"did you mean {near}?" if near else "add it or mend the name"
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
