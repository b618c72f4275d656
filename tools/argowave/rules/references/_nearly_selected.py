"""Pods that a selector surely means though one letter of it is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from argowave.references.pods import pods
from argowave.references.selecting import fits_labels, pod_labels
from argowave.words.slip import is_slip

if TYPE_CHECKING:
    from argowave.references.selecting import Maker
    from argowave.resources import Resource
    from argowave.rules.scene import Scene

_SHORT: Final = 3  # letters; two values that are shorter differ by one letter easily


def nearly_selected(scene: Scene, resource: Resource, labels: dict[str, Any]) -> str:
    """Return the label that a selector means, as key=value, "" where that is not clear.

    It is that of the only pods of the same Application and namespace that have all of the
    selector's labels but one, which differs by a slip of the pen, and that no Service selects.

    Args:
        scene: the tree.
        resource: the object that selects.
        labels: its selector.
    """
    found: set[str] = set()
    for workload, pod in pods(scene.inventory):
        if workload.application is not resource.application or _place(workload) != _place(resource):
            continue
        given = pod_labels(workload, pod)
        wrong = [key for key, value in labels.items() if given.get(key) != value]
        if len(wrong) == 1 and _is_slip(labels[wrong[0]], given.get(wrong[0])):
            if _is_selected(scene, (workload, pod)):
                return ""
            found.add(f"{wrong[0]}={given[wrong[0]]}")
    return found.pop() if len(found) == 1 else ""


def _place(resource: Resource) -> tuple[str, str]:
    return resource.cluster, resource.namespace


def _is_slip(written: object, meant: object) -> bool:
    return (
        isinstance(written, str)
        and isinstance(meant, str)
        and min(len(written), len(meant)) >= _SHORT
        and not any(map(str.isdigit, written + meant))
        and is_slip(written, meant)
    )


def _is_selected(scene: Scene, maker: Maker) -> bool:
    workload, pod = maker
    labels = pod_labels(workload, pod)
    return any(
        _place(service) == _place(workload) and fits_labels(selector, (), labels)
        for service in scene.inventory.of_kind("", "Service")
        if (selector := service.mapping("spec", "selector"))
    )
