"""missing-limits: a container may take all the memory of its node."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.finding import Severity
from argowave.rules.rule import Rule, at
from argowave.rules.safety._containers import all_pods, containers, is_complete, named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.resources import Inventory
    from argowave.rules.scene import Scene


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each pod with containers that have no memory limit."""
    given = _with_defaults(scene.inventory)
    for resource, pod in all_pods(scene.inventory):
        if not is_complete(resource) or (resource.cluster, resource.namespace) in given:
            continue
        if resource.at(*pod, "resources", "limits", "memory") is not None:
            continue  # a limit of the whole pod
        found = [
            (path, container)
            for path, container in containers(resource, pod)
            if path[-2] != "ephemeralContainers"  # which may not have any
            and resource.at(*path, "resources", "limits", "memory") is None
        ]
        if found:
            verb = "has" if len(found) == 1 else "have"
            message = f"{named(found)} {verb} no memory limit; set resources.limits.memory"
            path = found[0][0] if len(found) == 1 else pod
            yield at(resource, path, message)


def _with_defaults(inventory: Inventory) -> set[tuple[str, str]]:
    """Return (cluster, namespace) where a LimitRange gives containers a memory limit."""
    return {
        (each.cluster, each.namespace)
        for each in inventory.of_kind("", "LimitRange")
        for number, _ in enumerate(each.items("spec", "limits"))
        if each.text("spec", "limits", number, "type") == "Container"
        and (
            each.at("spec", "limits", number, "default", "memory") is not None
            or each.at("spec", "limits", number, "max", "memory") is not None
        )
    }


RULE = Rule(
    name="missing-limits",
    summary="a container has no memory limit",
    why=(
        "A leak takes the node's memory until the kubelet evicts pods, and not the leaking one "
        "first."
    ),
    mend=(
        "Set resources.limits.memory for each container, or a default for the namespace with a "
        "LimitRange."
    ),
    source="https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/",
    check=check,
    severity=Severity.WARNING,
)
