"""api-flavour: a managed resource refers to one of the other API flavour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.rules.rule import Rule, at, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.resources import Resource
    from argowave.rules.scene import Scene

_NAMESPACED = ".m."  # sqs.aws.m.upbound.io beside sqs.aws.upbound.io


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each reference whose target is there in the other flavour only."""
    kinds = scene.inventory.by_kind
    for edge in scene.graph.edges:
        if edge.target is not None or "refers to" not in edge.reference.relation:
            continue
        for key in edge.reference.keys:
            others = [
                each
                for each in kinds.get((_other(key.group), key.kind), ())
                if each.name == key.name
            ]
            if others:
                yield at(edge.source, edge.reference.path, _message(edge.source, others[0]))
                break


def _message(source: Resource, other: Resource) -> str:
    return (
        f"{source.subject} is of {source.group} and can refer only to objects of the same flavour;"
        f" {place(other)} is of {other.group}"
    )


def _other(group: str) -> str:
    if _NAMESPACED in group:
        return group.replace(_NAMESPACED, ".", 1)
    first, _, rest = group.partition(".aws.")
    return f"{first}.aws.m.{rest}" if rest else group


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
