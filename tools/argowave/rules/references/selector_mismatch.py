"""selector-mismatch: a workload does not select the pods that it makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.references.pods import pods
from argowave.references.selecting import holds, pod_labels
from argowave.rules.rule import Rule, at, place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from argowave.finding import Finding
    from argowave.resources import Resource
    from argowave.rules.scene import Scene

_SELECTING: Final = frozenset(("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Rollout"))
_TAKEN: Final = ("Deployment", "ReplicaSet")  # a PodTemplate has its labels elsewhere
_REFUSED: Final = "the API server refuses the object"
_INVALID: Final = "Argo Rollouts takes it for invalid and makes no pod"


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each selector that its own template does not fit."""
    for workload, pod in pods(scene.inventory):
        # a Rollout may have its template in another object
        if workload.kind in _SELECTING and workload.mapping("spec", "template"):
            labels = pod_labels(workload, pod)
            yield from _judge(workload, labels, "the labels of the pod template", _REFUSED)
    yield from _taken(scene)


def _taken(scene: Scene) -> Iterator[Finding]:
    """Judge Rollouts that take the template of another object (workloadRef).

    Without a selector they take that one's too (Resolve in rollout/templateref.go of Argo
    Rollouts), else the two have to fit (ValidateRolloutSpec in its validation).
    """
    for rollout in scene.inventory.of_kind("argoproj.io", "Rollout"):
        if rollout.mapping("spec", "template") or not rollout.mapping("spec", "selector"):
            continue
        for edge in scene.graph.of(rollout):
            if edge.target is None or edge.reference.path != ("spec", "workloadRef", "name"):
                continue
            if edge.target.kind in _TAKEN:
                labels = edge.target.mapping("spec", "template", "metadata", "labels")
                what = f"the labels of the pods of {place(edge.target)}"
                yield from _judge(rollout, labels, what, _INVALID)


def _judge(workload: Resource, labels: dict[str, Any], what: str, so: str) -> Iterator[Finding]:
    wanted = workload.mapping("spec", "selector", "matchLabels")
    missing = [f"{key}={value}" for key, value in wanted.items() if labels.get(key) != value]
    if missing:
        message = f"the selector wants {', '.join(missing)}, which {what} do not have; {so}"
        yield at(workload, ("spec", "selector", "matchLabels"), message)
        return
    for number, each in enumerate(workload.items("spec", "selector", "matchExpressions")):
        if isinstance(each, dict) and not holds(each, labels):
            message = f"{what} do not fit: {each.get('key')} {each.get('operator')}; {so}"
            yield at(workload, ("spec", "selector", "matchExpressions", number), message)


RULE = Rule(
    name="selector-mismatch",
    summary="a workload's selector does not fit the labels of its own pod template",
    why="The API server refuses it (`selector` does not match template `labels`): the sync fails.",
    mend="Write the same labels into spec.selector.matchLabels and spec.template.metadata.labels.",
    source="https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector",
    check=check,
)
