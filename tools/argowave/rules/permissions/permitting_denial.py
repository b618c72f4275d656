"""permitting-denial: a denial of an AppProject that permits whatever it does not deny."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from argowave.finding import Severity
from argowave.projects.matching import is_denial, text
from argowave.rules.rule import Rule, at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.resources import Resource
    from argowave.rules.scene import Scene

_EVERYTHING: Final = ("*", "**")
_FIELDS: Final = ("server", "name", "namespace")
_WORDS: Final = {"server": "cluster", "name": "cluster", "namespace": "namespace"}


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for the first denial of a list beside which narrower entries mean nothing.

    isDestinationMatched and IsSourcePermitted in pkg/apis/application/v1alpha1/app_project_types.go
    take a denial for a match of everything that the rest of it does not match. A denial alone, or
    beside `*`, is meant so.
    """
    for project in scene.inventory.of_kind("argoproj.io", "AppProject"):
        yield from _of_sources(project)
        yield from _of_destinations(project)


def _of_sources(project: Resource) -> Iterator[Finding]:
    listed = [each for each in project.items("spec", "sourceRepos") if isinstance(each, str)]
    narrow = [each for each in listed if not is_denial(each)]
    if not narrow or any(each in _EVERYTHING for each in narrow):
        return
    for number, each in enumerate(project.items("spec", "sourceRepos")):
        if isinstance(each, str) and is_denial(each):
            message = (
                f"Argo CD takes {each} for leave to every repository that {each[1:]} does not "
                f"match, so that {narrow[0]} means nothing beside it"
            )
            yield at(project, ("spec", "sourceRepos", number), message)
            return


def _of_destinations(project: Resource) -> Iterator[Finding]:
    listed = project.items("spec", "destinations")
    entries = [each for each in listed if isinstance(each, dict)]
    plain = [each for each in entries if not any(is_denial(text(each, f)) for f in _FIELDS)]
    for number, each in enumerate(listed):
        denied = _denied(each) if isinstance(each, dict) else ""
        beside = [other for other in plain if denied and _is_beside(other, each, denied)]
        if beside and not any(_permits_all(other, each, denied) for other in plain):
            pattern, narrow = text(each, denied), text(beside[0], denied)
            message = (
                f"Argo CD takes {pattern} for leave to every {_WORDS[denied]} that {pattern[1:]} "
                f"does not match, so that {narrow} means nothing beside it"
            )
            yield at(project, ("spec", "destinations", number, denied), message)
            return


def _denied(entry: dict[str, Any]) -> str:
    """Return the field of a destination that denies, "" unless it is exactly one."""
    found = [field for field in _FIELDS if is_denial(text(entry, field))]
    return found[0] if len(found) == 1 else ""


def _is_beside(other: dict[str, Any], entry: dict[str, Any], denied: str) -> bool:
    """Tell whether a destination differs only in what another one denies."""
    return bool(text(other, denied)) and all(
        text(other, field) == text(entry, field) for field in _FIELDS if field != denied
    )


def _permits_all(other: dict[str, Any], entry: dict[str, Any], denied: str) -> bool:
    """Tell whether a destination without a denial permits what a denial does."""
    if text(other, denied) not in _EVERYTHING:
        return False
    if denied != "namespace":
        return text(other, "namespace") in (*_EVERYTHING, text(entry, "namespace"))
    return any(
        text(other, field) and text(other, field) in (*_EVERYTHING, text(entry, field))
        for field in ("server", "name")
    )


RULE = Rule(
    name="permitting-denial",
    summary="a denial of an AppProject permits whatever it does not deny",
    why=(
        "Argo CD has no order of allowing and denying: `!payments-system` matches every namespace "
        "but that one, so that beside it `payments-*` restricts nothing, and the project's "
        "Applications may go anywhere else."
    ),
    mend=(
        "List what is permitted, without a denial; or, where everything else is meant, write `*` "
        "in the place of the others."
    ),
    source="https://argo-cd.readthedocs.io/en/stable/user-guide/projects/#managing-projects",
    check=check,
    severity=Severity.WARNING,
)
