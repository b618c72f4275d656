"""Every container of the tree, also those in the objects that Crossplane reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from argowave.references.pods import POD_SPECS, containers, pods

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Path
    from argowave.resources import Inventory, Resource

# what makes pods besides Kubernetes' own kinds
_FURTHER: Final[dict[tuple[str, str], Path]] = {
    ("", "PodTemplate"): ("template", "spec"),
    ("pkg.crossplane.io", "DeploymentRuntimeConfig"): (
        *("spec", "deploymentTemplate", "spec"),
        *("template", "spec"),
    ),
}


def all_pods(inventory: Inventory) -> Iterator[tuple[Resource, Path]]:
    """Give every object that makes pods, and the path of the pod's spec in it."""
    yield from pods(inventory)
    for (group, kind), path in _FURTHER.items():
        for resource in inventory.of_kind(group, kind):
            yield resource, path


def is_complete(resource: Resource) -> bool:
    """Tell whether a pod's spec says everything; a runtime config is laid over another one."""
    return (resource.group, resource.kind) in POD_SPECS or resource.kind == "PodTemplate"


def named(found: list[tuple[Path, dict[str, Any]]]) -> str:
    """Return how a message names containers: `container a` or `containers a and b`."""
    names = [str(container.get("name", "?")) for _, container in found]
    if len(names) == 1:
        return f"container {names[0]}"
    return f"containers {', '.join(names[:-1])} and {names[-1]}"


def windows(resource: Resource, pod: Path) -> bool:
    """Tell whether a pod runs on Windows, where users have no numbers."""
    return (
        resource.text(*pod, "os", "name") == "windows"
        or resource.text(*pod, "nodeSelector", "kubernetes.io/os") == "windows"
    )


__all__ = ["all_pods", "containers", "is_complete", "named", "windows"]
