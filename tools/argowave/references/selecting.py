"""Selectors of labels → what makes the pods that they select."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from argowave.references.pods import pods

if TYPE_CHECKING:
    from collections.abc import Mapping

    from argowave.references.reference import Path
    from argowave.resources import Inventory, Resource

    Maker = tuple[Resource, Path]  # with the path of its pods' spec
    Label = tuple[str, str, str, str]  # cluster, namespace, key, value


def select_pods(
    inventory: Inventory, resource: Resource, selector: Mapping[str, Any]
) -> list[Maker]:
    """Return what makes the pods that a selector of labels selects, with their pods' path.

    Args:
        inventory: of the tree.
        resource: the object that selects; pods are in its namespace.
        selector: {label: value}, all of which must be there; an empty one selects every pod.
    """
    if not selector:
        return _by_label(inventory).get((resource.cluster, resource.namespace, "", ""), [])
    fitting = [
        _by_label(inventory).get((resource.cluster, resource.namespace, key, str(value)), [])
        for key, value in selector.items()
    ]
    return [
        (workload, pod)
        for workload, pod in min(fitting, key=len)
        if selector.items() <= pod_labels(workload, pod).items()
    ]


def pod_labels(workload: Resource, pod: Path) -> dict[str, Any]:
    """Return the labels of the pods that a workload makes."""
    return workload.mapping(*pod[:-1], "metadata", "labels")


@lru_cache(maxsize=1)  # rules look at one inventory after the other
def _by_label(inventory: Inventory) -> dict[Label, list[Maker]]:
    """Return what makes pods by each of their labels, and all of a namespace under ("", "")."""
    found: dict[Label, list[Maker]] = {}
    for workload, pod in pods(inventory):
        place = (workload.cluster, workload.namespace)
        for key, value in (("", ""), *pod_labels(workload, pod).items()):
            found.setdefault((*place, str(key), str(value)), []).append((workload, pod))
    return found
