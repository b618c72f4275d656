"""selector-mismatch: a workload does not select the pods that it makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.references.pods import pods
from argowave.references.selecting import holds, pod_labels
from argowave.rules.rule import Rule, at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.rules.scene import Scene

_SELECTING = frozenset(("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Rollout"))
_REFUSED = "the API server refuses the object"


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each selector that its own template does not fit."""
    for workload, pod in pods(scene.inventory):
        # a Rollout may have its template in another object
        if workload.kind not in _SELECTING or not workload.mapping("spec", "template"):
            continue
        labels = pod_labels(workload, pod)
        wanted = workload.mapping("spec", "selector", "matchLabels")
        missing = [f"{key}={value}" for key, value in wanted.items() if labels.get(key) != value]
        if missing:
            message = (
                f"the selector wants {', '.join(missing)}, which the labels of the pod template"
                f" do not have; {_REFUSED}"
            )
            yield at(workload, ("spec", "selector", "matchLabels"), message)
            continue
        for number, each in enumerate(workload.items("spec", "selector", "matchExpressions")):
            if isinstance(each, dict) and not holds(each, labels):
                message = (
                    f"the labels of the pod template do not fit: {each.get('key')}"
                    f" {each.get('operator')}; {_REFUSED}"
                )
                path = ("spec", "selector", "matchExpressions", number)
                yield at(workload, path, message)


RULE = Rule(
    name="selector-mismatch",
    summary="a workload's selector does not fit the labels of its own pod template",
    why="The API server refuses it (`selector` does not match template `labels`): the sync fails.",
    mend="Write the same labels into spec.selector.matchLabels and spec.template.metadata.labels.",
    source="https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector",
    check=check,
)
