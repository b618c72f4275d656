"""wave-order: something comes before what it needs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from argowave.finding import Severity
from argowave.gates import Order
from argowave.order import Phase
from argowave.rules.order._words import more, needs, wave_path, where
from argowave.rules.rule import Rule, Undecided, at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.gates import Dependency
    from argowave.rules.scene import Scene

_LASTING: Final = frozenset(("CronJob", "DaemonSet", "Deployment", "StatefulSet"))
_WITH_PODS: Final = _LASTING | {"Job", "Pod", "ReplicaSet", "Rollout"}
_PENDING: Final = ("mounts", "reads")  # what a pod's containers are not started without


def check(scene: Scene) -> Iterator[Finding | Undecided]:
    """Give a finding for each two objects, or Applications, that are in the wrong order."""
    wrong: dict[tuple[int, int], list[Dependency]] = {}
    roots: dict[tuple[str, str], bool] = {}  # whether an ApplicationSet makes one of them
    for dependency in scene.dependencies:
        comparison = dependency.comparison
        if comparison.source is None or comparison.target is None:
            continue
        if comparison.order is Order.UNKNOWN:
            two = comparison.source, comparison.target
            names = comparison.source.subject, comparison.target.subject
            roots[names] = any(each.manifest.generated for each in two)
        elif _is_wrong(dependency):
            pair = (id(comparison.source), id(comparison.target))
            wrong.setdefault(pair, []).append(dependency)
    for several in wrong.values():
        first = several[0]
        source = first.comparison.source
        if source is not None:
            found = at(source, wave_path(source), _message(first, len(several) - 1))
            yield replace(found, severity=Severity.WARNING) if all(map(_waits, several)) else found
    for (source_name, target_name), made in roots.items():
        how = "an ApplicationSet makes one of them" if made else "both are applied by hand"
        why = f"{how}, and nothing says which one first"
        yield Undecided(f"{source_name} → {target_name}", why)


def _is_wrong(dependency: Dependency) -> bool:
    comparison = dependency.comparison
    if comparison.order is Order.LATER:
        return not _is_presync(dependency)
    if comparison.order is not Order.TOGETHER:
        return False
    if dependency.must_be_ready:
        return True
    if _retries(dependency):
        return False
    # What one wave of one Application applies is there before anything has to make use of it, and
    # Namespaces and definitions are brought forward. Another Application syncs when it likes.
    return comparison.target is not dependency.target or _makes_namespace(dependency)


def _retries(dependency: Dependency) -> bool:
    """Tell whether pods that run on call a Service: they try again, and may call each other."""
    return dependency.source.kind in _LASTING and dependency.edge.reference.relation == "calls"


def _waits(dependency: Dependency) -> bool:
    """Tell whether only pods lack something for a while, which does not fail a sync.

    Until a Secret, a ConfigMap or a claim is there, a pod is Pending, and the kubelet tries again.
    """
    return (
        dependency.comparison.order is Order.TOGETHER
        and not dependency.must_be_ready
        and dependency.source.kind in _WITH_PODS
        and dependency.edge.target is not None
        and dependency.edge.reference.relation in _PENDING
    )


def _is_presync(dependency: Dependency) -> bool:
    """Tell whether a hook needs what its own Application applies later: never-done says more."""
    spot = dependency.comparison.source_spot
    return (
        spot is not None
        and spot.phase is Phase.PRE_SYNC
        and dependency.comparison.source is dependency.source
    )


def _makes_namespace(dependency: Dependency) -> bool:
    return dependency.edge.target is None


def _message(dependency: Dependency, others: int) -> str:
    comparison = dependency.comparison
    source, target = comparison.source, comparison.target
    itself = source is dependency.source and target is dependency.target
    said = f"{needs(dependency, owners=not itself)}{more(others)}"
    mine, theirs = where(comparison.source_spot), where(comparison.target_spot)
    name = source.subject if source is not None else "?"
    other = target.subject if target is not None else "?"
    if comparison.order is Order.TOGETHER:
        return f"{said}, but {name} and {other} are both in {mine}; give {name} a later wave"
    return f"{said}, but {name} is in {mine} and {other} only in {theirs}; give {name} a later wave"


RULE = Rule(
    name="wave-order",
    summary="something comes before what it needs",
    why=(
        "Argo CD applies waves in order and waits for each. What needs something of a later wave "
        "either fails, or is waited for while what it needs is never applied. What needs something "
        "of its own wave to be ready starts without it."
    ),
    mend=(
        "Put what is needed into an earlier wave, in the Application itself or by the waves of the "
        "two Applications in the one above them."
    ),
    source="https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/",
    check=check,
)
