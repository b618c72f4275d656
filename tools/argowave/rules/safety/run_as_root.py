"""run-as-root: nothing keeps a container from running as root."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from argowave.finding import Severity
from argowave.rules.rule import Rule, at
from argowave.rules.safety._containers import all_pods, containers, is_complete, named, windows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.references.reference import Path
    from argowave.resources import Resource
    from argowave.rules.scene import Scene


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each container that asks for root, one for a pod that forbids it not."""
    for resource, pod in all_pods(scene.inventory):
        yield from _of_pod(resource, pod)


def _of_pod(resource: Resource, pod: Path) -> Iterator[Finding]:
    if windows(resource, pod):
        return
    whole = resource.mapping(*pod, "securityContext")
    open_ones = []
    for path, container in containers(resource, pod):
        own = container.get("securityContext")
        own = own if isinstance(own, dict) else {}
        user, strict = _either(own, whole, "runAsUser"), _either(own, whole, "runAsNonRoot")
        if _is_root(user):
            place = (*path, "securityContext", "runAsUser")
            if resource.at(*place) is None:
                place = (*pod, "securityContext", "runAsUser")
            yield at(resource, place, _root_message(container, refused=strict is True))
        elif user is None and strict is not True:
            open_ones.append((path, container))
    if open_ones and is_complete(resource) and resource.at(*pod, "hostUsers") is not False:
        yield at(
            resource,
            pod,
            f"nothing keeps {named(open_ones)} from running as root, the image decides; set "
            "securityContext.runAsNonRoot: true",
        )


def _either(own: dict[str, Any], whole: dict[str, Any], field: str) -> object:
    """Return a field of the container's securityContext, else of the pod's."""
    return own[field] if own.get(field) is not None else whole.get(field)


def _is_root(user: object) -> bool:
    return not isinstance(user, bool) and user == 0


def _root_message(container: dict[str, Any], *, refused: bool) -> str:
    name = container.get("name", "?")
    if refused:
        return (
            f"container {name} runs as user 0 and has runAsNonRoot: true, so the kubelet never "
            "starts it; give it another user"
        )
    return f"container {name} runs as user 0, which is root; give it another user"


RULE = Rule(
    name="run-as-root",
    summary="a container runs as root, or nothing keeps it from it",
    why=(
        "A process that breaks out of its container is then root on the node. Without "
        "runAsNonRoot the image decides, and an update of the image may change it."
    ),
    mend=(
        "Set securityContext.runAsNonRoot: true for the pod, and runAsUser where the image names "
        "no number."
    ),
    source="https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
    check=check,
    severity=Severity.WARNING,
)
