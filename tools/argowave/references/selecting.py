"""Selectors of labels → what makes the pods that they select."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from argowave.references.pods import pods
from argowave.resources.once import once

if TYPE_CHECKING:
    from collections.abc import Mapping

    from argowave.references.reference import Path
    from argowave.resources import Inventory, Resource

    Maker = tuple[Resource, Path]  # with the path of its pods' spec
    Label = tuple[str, str, str, str]  # cluster, namespace, key, value

# labels that no template states: the controllers of workloads give them to each pod
_POD_NAME: Final = "statefulset.kubernetes.io/pod-name"
_JOB_NAMES: Final = ("job-name", "batch.kubernetes.io/job-name")
_OF_CONTROLLERS: Final = frozenset(
    (
        _POD_NAME,
        *_JOB_NAMES,
        "apps.kubernetes.io/pod-index",
        "batch.kubernetes.io/controller-uid",
        "batch.kubernetes.io/job-completion-index",
        "controller-revision-hash",
        "controller-uid",
        "pod-template-generation",
        "pod-template-hash",
    )
)


def select_pods(
    inventory: Inventory, resource: Resource, selector: Mapping[str, Any], expressions: object = ()
) -> list[Maker]:
    """Return what makes the pods that a selector of labels selects, with their pods' path.

    Args:
        inventory: of the tree.
        resource: the object that selects; pods are in its namespace.
        selector: {label: value}, all of which must be there; an empty one selects every pod.
        expressions: matchExpressions, all of which must hold.
    """
    labelled, place = _by_label(inventory), (resource.cluster, resource.namespace)
    stated = [(key, str(value)) for key, value in selector.items() if key not in _OF_CONTROLLERS]
    labels = stated or [("", "")]
    # those with the rarest of the labels; the others are compared one by one
    few = min((labelled.get((*place, *each), []) for each in labels), key=len)
    return [(workload, pod) for workload, pod in few if fits(selector, expressions, workload, pod)]


def fits(selector: Mapping[str, Any], expressions: object, workload: Resource, pod: Path) -> bool:
    """Tell whether the labels of a workload's pods fit a selector, with those of its controller."""
    labels = pod_labels(workload, pod)
    given = {
        key: value
        for key, value in selector.items()
        if key in _OF_CONTROLLERS and _gives(workload, key, str(value))
    }
    return fits_labels(selector, expressions, given | labels)


def _gives(workload: Resource, key: str, value: str) -> bool:
    """Tell whether a workload's controller may give a pod a label.

    initIdentity and updateIdentity of the StatefulSet controller, newPodTemplate of that of Jobs;
    hashes and numbers are whatever the cluster computes.
    """
    if key == _POD_NAME:
        name, _, ordinal = value.rpartition("-")
        return workload.kind == "StatefulSet" and name == workload.name and ordinal.isdecimal()
    if key in _JOB_NAMES:
        return value == workload.name or value.startswith(f"{workload.name}-")
    return True


def fits_labels(selector: Mapping[str, Any], expressions: object, labels: dict[str, Any]) -> bool:
    """Tell whether labels fit a selector: every label and expression."""
    listed = expressions if isinstance(expressions, list) else ()
    return selector.items() <= labels.items() and all(
        holds(each, labels) for each in listed if isinstance(each, dict)
    )


def holds(expression: dict[str, Any], labels: dict[str, Any]) -> bool:
    """Tell whether labels fit one of matchExpressions; an unknown operator fits anything.

    LabelSelectorAsSelector in k8s.io/apimachinery: NotIn fits where the label is missing too.
    """
    key, listed = expression.get("key"), expression.get("values")
    values = listed if isinstance(listed, list) else []
    value = labels.get(key) if isinstance(key, str) else None
    match expression.get("operator"):
        case "In":
            return value in values
        case "NotIn":
            return value not in values
        case "Exists":
            return value is not None
        case "DoesNotExist":
            return value is None
    return True


def pod_labels(workload: Resource, pod: Path) -> dict[str, Any]:
    """Return the labels of the pods that a workload makes."""
    return workload.mapping(*pod[:-1], "metadata", "labels")


@once
def _by_label(inventory: Inventory) -> dict[Label, list[Maker]]:
    """Return what makes pods by each of their labels, and all of a namespace under ("", "")."""
    found: dict[Label, list[Maker]] = {}
    for workload, pod in pods(inventory):
        place = (workload.cluster, workload.namespace)
        for key, value in (("", ""), *pod_labels(workload, pod).items()):
            found.setdefault((*place, str(key), str(value)), []).append((workload, pod))
    return found
