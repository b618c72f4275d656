"""selector-without-pods: a Service or disruption budget selects pods that nobody makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from argowave.references.elsewhere import unseen_sources
from argowave.references.pods import pods
from argowave.references.selecting import select_pods
from argowave.resources.key import Key
from argowave.rules.rule import Rule, Undecided, at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.references.reference import Path
    from argowave.resources import Resource
    from argowave.rules.scene import Scene

# kinds that make pods through objects of their own, with labels that the tree does not show
_MAKERS = frozenset(("Rollout", "Service.serving.knative.dev", "Cluster", "StatefulSet"))


def check(scene: Scene) -> Iterator[Finding | Undecided]:
    """Give a finding for each selector that fits no pod template of its namespace."""
    for service in scene.inventory.of_kind("", "Service"):
        path: Path = ("spec", "selector")
        yield from _judge(scene, service, path, service.mapping(*path))
    for budget in scene.inventory.of_kind("policy", "PodDisruptionBudget"):
        if not budget.items("spec", "selector", "matchExpressions"):
            path = ("spec", "selector", "matchLabels")
            yield from _judge(scene, budget, path, budget.mapping(*path))


def _judge(
    scene: Scene, resource: Resource, path: Path, selector: dict[str, Any]
) -> Iterator[Finding | Undecided]:
    if not selector or select_pods(scene.inventory, resource, selector):
        return
    labels = ", ".join(f"{key}={value}" for key, value in selector.items())
    why = _maybe(scene, resource)
    if why:
        yield Undecided(f"{resource.subject} → pods with {labels}", why)
    else:
        message = f"no pod of namespace {resource.namespace} has the labels {labels}"
        yield at(resource, path, message)


def _maybe(scene: Scene, resource: Resource) -> str:
    """Return why pods may be there that the tree does not show, "" where there are none."""
    inventory = scene.inventory
    pod = Key(resource.cluster, "apps", "Deployment", resource.namespace, "")
    unseen = next(unseen_sources(inventory, pod), None)
    if unseen is not None:
        return f"not everything of Application/{unseen.name} was looked into"
    known = {id(workload) for workload, _ in pods(inventory)}
    makers = [
        each
        for each in inventory.resources
        if "." in each.group
        and each.kind in _MAKERS
        and each.namespace == resource.namespace
        and id(each) not in known
    ]
    return f"{makers[0].subject} may make pods" if makers else ""


RULE = Rule(
    name="selector-without-pods",
    summary="a Service or PodDisruptionBudget selects pods that nothing makes",
    why="The Service has no endpoints and refuses every connection; the budget protects nothing.",
    mend="Use labels that the pod template has; a selector needs all of its labels to fit.",
    source="https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service",
    check=check,
)
