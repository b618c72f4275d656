"""selector-without-pods: a Service or disruption budget selects pods that nobody makes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from argowave.finding import Severity
from argowave.references.argocd_itself import selected_of_argocd
from argowave.references.elsewhere import unseen_sources
from argowave.references.selecting import select_pods
from argowave.resources.key import Key
from argowave.rules.references._foreign_pods import is_left_to_others, is_of_the_cluster
from argowave.rules.references._nearly_selected import nearly_selected
from argowave.rules.references._operators import maker_of_pods
from argowave.rules.references._selectors import show_selector
from argowave.rules.rule import Rule, Undecided, at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.references.reference import Path
    from argowave.resources import Resource
    from argowave.rules.scene import Scene


def check(scene: Scene) -> Iterator[Finding | Undecided]:
    """Give a finding for each selector that fits no pod template of its namespace."""
    path: Path = ("spec", "selector")
    for service in scene.inventory.of_kind("", "Service"):
        if service.text("spec", "type") != "ExternalName":
            yield from _judge(scene, service, service.mapping(*path), [])
    for budget in scene.inventory.of_kind("policy", "PodDisruptionBudget"):
        expressions = budget.items(*path, "matchExpressions")
        yield from _judge(scene, budget, budget.mapping(*path, "matchLabels"), expressions)


def _judge(
    scene: Scene, resource: Resource, labels: dict[str, Any], expressions: list[Any]
) -> Iterator[Finding | Undecided]:
    if not labels and not expressions:
        return  # a Service without addresses of its own, a budget for every pod
    if select_pods(scene.inventory, resource, labels, expressions):
        return
    wanted = show_selector(labels, expressions)
    why = _maybe(scene, resource, labels)
    if why and not expressions and (meant := nearly_selected(scene, resource, labels)):
        message = f"no pod here has the labels {wanted}; did you mean {meant}? ({why})"
        found = at(resource, ("spec", "selector"), message)
        yield replace(found, severity=Severity.WARNING)
    elif why:
        yield Undecided(f"{resource.subject} → pods with {wanted}", why)
    else:
        place = f"namespace {resource.namespace}" if resource.namespace else "its namespace"
        message = f"no pod of {place} has the labels {wanted}"
        yield at(resource, ("spec", "selector"), message)


def _maybe(scene: Scene, resource: Resource, labels: dict[str, Any]) -> str:
    """Return why pods may be there that the tree does not show, "" where there are none."""
    inventory = scene.inventory
    pod = Key(resource.cluster, "apps", "Deployment", resource.namespace, "")
    unseen = next(unseen_sources(inventory, pod), None)
    if unseen is not None:
        return f"not everything of {unseen.manifest.subject} was looked into"
    maker = maker_of_pods(inventory, resource, labels)
    if maker:
        return f"{maker.subject} may make pods"
    if is_of_the_cluster(inventory, resource, labels):
        return "whoever runs the cluster provides them"
    if is_left_to_others(inventory, resource, labels):
        return f"nothing here makes pods in namespace {resource.namespace}, so somebody else does"
    return selected_of_argocd(inventory, resource, labels, "Deployment", "StatefulSet")


RULE = Rule(
    name="selector-without-pods",
    summary="a Service or PodDisruptionBudget selects pods that nothing makes",
    why="The Service has no endpoints and refuses every connection; the budget protects nothing.",
    mend="Use labels that the pod template has; a selector needs all of its labels to fit.",
    source="https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service",
    check=check,
)
