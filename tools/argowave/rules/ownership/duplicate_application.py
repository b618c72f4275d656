"""duplicate-application: two Applications have one name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.rules.rule import Rule, at, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.resources import Key, Resource
    from argowave.rules.scene import Scene


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding at every Application but the first of those with one name."""
    named: dict[Key, list[Resource]] = {}
    for resource in scene.inventory.of_kind("argoproj.io", "Application"):
        if resource.name:
            named.setdefault(resource.key, []).append(resource)
    for found in named.values():
        first, *others = found
        for other in others:
            if not _is_itself(first, other):
                yield at(other, (), _message(first, other))


def _is_itself(first: Resource, other: Resource) -> bool:
    """Tell whether both are one file: a root among what it leads to, or a cycle, told elsewhere."""
    if first.application is None and other.application is not None:
        return True
    here, there = first.manifest.document, other.manifest.document
    return (here.source, here.line) == (there.source, there.line)


def _message(first: Resource, other: Resource) -> str:
    owner = other.application
    by = f" by Application/{owner.name}" if owner else ""
    return (
        f"the Application is declared{by} under a name that {place(first)} has too, so that one "
        "replaces the other; rename one"
    )


RULE = Rule(
    name="duplicate-application",
    summary="two Applications have one name",
    why=(
        "They are one object in the cluster: the one that is applied last wins, and everything "
        "that the other one had applied is pruned."
    ),
    mend="Give each Application a name of its own.",
    source="https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#applications",
    check=check,
)
