"""shared-resource: one object is applied by two Applications, or twice by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.order import is_hook, is_skipped, phases
from argowave.rules.rule import Rule, at, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.resources import Resource
    from argowave.rules.scene import Scene


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding at every object but the first of those with one key."""
    for key, found in scene.inventory.by_key.items():
        if len(found) == 1 or not key.name or not key.kind or key.kind == "Application":
            continue
        owned = [each for each in found if _is_applied(each)]
        for other in owned[1:]:
            if not _take_turns(owned[0], other):
                yield at(other, (), _message(owned[0], other))


def _is_applied(resource: Resource) -> bool:
    """Tell whether Argo CD applies an object, under a name that it has for itself."""
    manifest = resource.manifest
    return (
        resource.application is not None
        and bool(manifest.metadata.get("name"))
        and not is_skipped(manifest)
    )


def _take_turns(first: Resource, other: Resource) -> bool:
    """Tell whether two hooks of one Application are never there at one time."""
    return (
        first.application is other.application
        and is_hook(first.manifest)
        and is_hook(other.manifest)
        and not set(phases(first.manifest)) & set(phases(other.manifest))
    )


def _message(first: Resource, other: Resource) -> str:
    one, two = first.application, other.application
    if one is None or two is None or one is two:
        return f"the Application applies it twice, the other is {place(first)}; delete one"
    return (
        f"Application/{two.name} and Application/{one.name} both apply it, the other is "
        f"{place(first)}; delete one"
    )


RULE = Rule(
    name="shared-resource",
    summary="one object is applied by two Applications, or twice by one",
    why=(
        "The Applications steal the object from each other: each sync makes the other one "
        "OutOfSync (SharedResourceWarning), and whichever is deleted first takes the object "
        "along. Twice in one Application, the last one wins (RepeatedResourceWarning)."
    ),
    mend="Delete one of the two, or give them different names or namespaces.",
    source="https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#fail-the-sync-if-a-shared-resource-is-found",
    check=check,
)
