"""selector-without-pods: a Service or disruption budget selects pods that nobody makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from argowave.references.elsewhere import unseen_sources
from argowave.references.selectors import match_labels, selected
from argowave.resources.key import Key
from argowave.rules.references._operators import maker_of_pods
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
            yield from _judge(scene, service, path, {"matchLabels": service.at(*path)})
    for budget in scene.inventory.of_kind("policy", "PodDisruptionBudget"):
        yield from _judge(scene, budget, path, budget.mapping(*path))


def _judge(
    scene: Scene, resource: Resource, path: Path, selector: dict[str, Any]
) -> Iterator[Finding | Undecided]:
    wanted = _show(selector)
    if not wanted or selected(scene.inventory, resource, selector):
        return
    why = _maybe(scene, resource, match_labels(selector))
    if why:
        yield Undecided(f"{resource.subject} → pods with {wanted}", why)
    else:
        message = f"no pod of namespace {resource.namespace} has the labels {wanted}"
        yield at(resource, path, message)


def _show(selector: dict[str, Any]) -> str:
    """Return a selector in words, "" for one that selects every pod or none."""
    words = [f"{key}={value}" for key, value in match_labels(selector).items()]
    expressions = selector.get("matchExpressions")
    for each in expressions if isinstance(expressions, list) else ():
        if isinstance(each, dict):
            listed = each.get("values")
            values = f" ({', '.join(map(str, listed))})" if isinstance(listed, list) else ""
            words.append(f"{each.get('key')} {each.get('operator')}{values}")
    return ", ".join(words)


def _maybe(scene: Scene, resource: Resource, labels: dict[str, str]) -> str:
    """Return why pods may be there that the tree does not show, "" where there are none."""
    inventory = scene.inventory
    pod = Key(resource.cluster, "apps", "Deployment", resource.namespace, "")
    unseen = next(unseen_sources(inventory, pod), None)
    if unseen is not None:
        return f"not everything of Application/{unseen.name} was looked into"
    maker = maker_of_pods(inventory, resource, labels)
    return f"{maker.subject} may make pods" if maker else ""


RULE = Rule(
    name="selector-without-pods",
    summary="a Service or PodDisruptionBudget selects pods that nothing makes",
    why="The Service has no endpoints and refuses every connection; the budget protects nothing.",
    mend="Use labels that the pod template has; a selector needs all of its labels to fit.",
    source="https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service",
    check=check,
)
