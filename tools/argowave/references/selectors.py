"""Services, disruption budgets and network policies → the workloads whose pods they select."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.references.reference import Need, refer
from argowave.references.selecting import select_pods

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Path, Reference
    from argowave.resources import Inventory

# (group, kind) → where its selector of matchLabels and matchExpressions stands
_SELECTORS: Final[dict[tuple[str, str], Path]] = {
    ("policy", "PodDisruptionBudget"): ("spec", "selector"),
    ("networking.k8s.io", "NetworkPolicy"): ("spec", "podSelector"),
}


def selector_references(inventory: Inventory) -> Iterator[Reference]:
    """Give the workloads that selectors select; the order of the two does not matter.

    A selector of every pod of its namespace gives nothing, and neither does one of none: that is
    for a rule to judge.
    """
    path: Path = ("spec", "selector")
    for service in inventory.of_kind("", "Service"):
        labels = service.mapping(*path)
        for workload, _ in select_pods(inventory, service, labels) if labels else ():
            yield refer(service, path, workload.key, "selects the pods of", need=Need.NONE)
    for (group, kind), path in _SELECTORS.items():
        for resource in inventory.of_kind(group, kind):
            labels = resource.mapping(*path, "matchLabels")
            expressions = resource.items(*path, "matchExpressions")
            if labels or expressions:
                for workload, _ in select_pods(inventory, resource, labels, expressions):
                    yield refer(resource, path, workload.key, "selects the pods of", need=Need.NONE)
