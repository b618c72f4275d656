"""dangling-reference: an object names another one that nobody applies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.rules.rule import Rule, Undecided, at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.references import Edge
    from argowave.rules.scene import Scene

# kinds whose absence has a rule of its own, which says more
_OWN_RULE = frozenset(
    (
        "Namespace",
        "AppProject",
        "Provider",
        "ProviderConfig",
        "ClusterProviderConfig",
        "ManagedResourceActivationPolicy",
    )
)


def check(scene: Scene) -> Iterator[Finding | Undecided]:
    """Give a finding for each edge that leads nowhere."""
    for edge in scene.graph.edges:
        reference = edge.reference
        if edge.target is not None or reference.optional:
            continue
        if any(key.kind in _OWN_RULE for key in reference.keys):
            continue
        if edge.elsewhere is None:
            yield at(edge.source, reference.path, _message(scene, edge))
        elif not edge.elsewhere.certain:
            what = f"{edge.source.subject} → {reference.wanted}"
            yield Undecided(what, edge.elsewhere.reason)


def _message(scene: Scene, edge: Edge) -> str:
    reference = edge.reference
    said = f"{edge.source.kind} {reference.relation} {reference.wanted}, which nothing applies"
    near = _near(scene, edge)
    return f"{said}; did you mean {near}?" if near else f"{said}; add it or mend the name"


def _near(scene: Scene, edge: Edge) -> str:
    import difflib  # noqa: PLC0415 (only findings need it)

    for key in edge.reference.keys:
        names = {
            each.name
            for each in scene.inventory.of_kind(key.group, key.kind)
            if (each.cluster, each.namespace) == (key.cluster, key.namespace)
        }
        found = difflib.get_close_matches(key.name, sorted(names), 1)
        if found:
            return found[0]
    return ""


RULE = Rule(
    name="dangling-reference",
    summary="an object names another one that nobody applies",
    why=(
        "Kubernetes accepts the object and it does not work: a pod that waits for its ConfigMap, "
        "an Ingress that answers 503, a managed resource that is never created."
    ),
    mend=(
        "Correct the name, or add the object. An object that somebody else makes by hand is "
        "accepted by a waiver."
    ),
    source="https://kubernetes.io/docs/concepts/configuration/",
    check=check,
)
