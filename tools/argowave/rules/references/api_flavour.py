"""api-flavour: a managed resource refers to one of the other API flavour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.rules.references._flavours import in_other_flavour
from argowave.rules.rule import Rule, at, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.resources import Resource
    from argowave.rules.scene import Scene


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each reference whose target is there in the other flavour only."""
    for edge in scene.graph.edges:
        other = in_other_flavour(scene.inventory, edge)
        if other is not None:
            yield at(edge.source, edge.reference.path, _message(edge.source, other))


def _message(source: Resource, other: Resource) -> str:
    return (
        f"{source.subject} is of {source.group} and can refer only to objects of the same flavour;"
        f" {place(other)} is of {other.group}"
    )


RULE = Rule(
    name="api-flavour",
    summary="a managed resource refers to one of the other API flavour",
    why=(
        "Cluster-scoped and namespaced managed resources (`.m.` groups) are different kinds: a "
        "reference finds only its own, and says so only in the status."
    ),
    mend="Use one flavour for what belongs together.",
    source="https://docs.crossplane.io/latest/whats-new/",
    check=check,
)
