"""Selectors → the workloads whose pods they select, by the labels of the pod templates."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from argowave.references.pods import pods
from argowave.references.reference import Need, refer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Path, Reference
    from argowave.resources import Inventory, Resource

    Label = tuple[str, str, str, str]  # (cluster, namespace, label, value)

# (group, kind) → where the selector stands; a Service's is a mapping of labels
LABEL_SELECTORS: Final[dict[tuple[str, str], Path]] = {
    ("policy", "PodDisruptionBudget"): ("spec", "selector"),
    ("networking.k8s.io", "NetworkPolicy"): ("spec", "podSelector"),
}


def selector_references(inventory: Inventory) -> Iterator[Reference]:
    """Give the workloads that Services, budgets and network policies select.

    A selector that selects nothing gives no reference: that is for a rule to judge.
    """
    for service in inventory.of_kind("", "Service"):
        path: Path = ("spec", "selector")
        for workload, _ in selected(inventory, service, {"matchLabels": service.at(*path)}):
            yield refer(service, path, workload.key, "selects the pods of", need=Need.NONE)
    for (group, kind), path in LABEL_SELECTORS.items():
        for resource in inventory.of_kind(group, kind):
            for workload, _ in selected(inventory, resource, resource.mapping(*path)):
                yield refer(resource, path, workload.key, "selects the pods of", need=Need.NONE)


def selected(
    inventory: Inventory, resource: Resource, selector: dict[str, Any]
) -> list[tuple[Resource, Path]]:
    """Return what makes the pods that a selector selects, with the path of the pods' spec.

    Args:
        inventory: of the tree.
        resource: the object that selects; pods are in its namespace.
        selector: matchLabels and matchExpressions; without any, it selects nothing here.
    """
    place = (resource.cluster, resource.namespace)
    found = _labelled(inventory)
    labels = match_labels(selector)
    if labels:
        # those with the rarest of the labels; the others are compared one by one
        few = min((found.get((*place, *each), []) for each in labels.items()), key=len)
    elif selector.get("matchExpressions"):
        few = _in_namespace(inventory).get(place, [])
    else:
        few = []
    return [each for each in few if fits(selector, pod_labels(*each))]


def fits(selector: dict[str, Any], labels: dict[str, str]) -> bool:
    """Tell whether labels fit a selector: every label and every expression.

    LabelSelectorAsSelector in k8s.io/apimachinery; an operator that is unknown fits anything.
    """
    if not match_labels(selector).items() <= labels.items():
        return False
    expressions = selector.get("matchExpressions")
    return all(
        _holds(each, labels)
        for each in (expressions if isinstance(expressions, list) else ())
        if isinstance(each, dict)
    )


def match_labels(selector: dict[str, Any]) -> dict[str, str]:
    """Return a selector's matchLabels, {} where it has none."""
    return _texts(selector.get("matchLabels"))


def pod_labels(workload: Resource, pod: Path) -> dict[str, str]:
    """Return the labels of the pods that a workload makes."""
    return _texts(workload.at(*pod[:-1], "metadata", "labels"))


def _holds(expression: dict[str, Any], labels: dict[str, str]) -> bool:
    key, listed = str(expression.get("key")), expression.get("values")
    values = listed if isinstance(listed, list) else []
    match expression.get("operator"):
        case "In":
            return labels.get(key) in values
        case "NotIn":
            return labels.get(key) not in values
        case "Exists":
            return key in labels
        case "DoesNotExist":
            return key not in labels
    return True


@lru_cache(maxsize=8)  # one a tree; every look-up of one tree comes before those of the next
def _labelled(inventory: Inventory) -> dict[Label, list[tuple[Resource, Path]]]:
    found: dict[Label, list[tuple[Resource, Path]]] = {}
    for workload, pod in pods(inventory):
        for each in pod_labels(workload, pod).items():
            label = (workload.cluster, workload.namespace, *each)
            found.setdefault(label, []).append((workload, pod))
    return found


@lru_cache(maxsize=8)
def _in_namespace(inventory: Inventory) -> dict[tuple[str, str], list[tuple[Resource, Path]]]:
    found: dict[tuple[str, str], list[tuple[Resource, Path]]] = {}
    for workload, pod in pods(inventory):
        found.setdefault((workload.cluster, workload.namespace), []).append((workload, pod))
    return found


def _texts(value: object) -> dict[str, str]:
    """Return labels as texts: what is no text never gets past the API server."""
    labels = value if isinstance(value, dict) else {}
    return {str(key): str(each) for key, each in labels.items()}
