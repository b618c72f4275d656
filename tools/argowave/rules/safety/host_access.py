"""host-access: a pod reaches into the node that it runs on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from argowave.finding import Severity
from argowave.rules.rule import Rule, at
from argowave.rules.safety._containers import all_pods, containers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.references.reference import Path
    from argowave.resources import Resource
    from argowave.rules.scene import Scene

_SHARED: Final = {
    "hostNetwork": "the node's network: it is reachable past every NetworkPolicy, and may listen",
    "hostPID": "the node's processes: it sees and may signal all of them, and reads their memory",
    "hostIPC": "the node's memory segments: it may read what other processes share",
}
# capabilities with which a container is as good as privileged
_CAPABILITIES: Final = ("ALL", "SYS_ADMIN", "SYS_MODULE", "SYS_PTRACE", "SYS_RAWIO", "BPF")


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each way by which a pod reaches its node."""
    for resource, pod in all_pods(scene.inventory):
        for field, what in _SHARED.items():
            if resource.at(*pod, field) is True:
                message = f"the pod shares {what}; leave {field} out"
                yield at(resource, (*pod, field), message)
        for number, _ in enumerate(resource.items(*pod, "volumes")):
            path = (*pod, "volumes", number, "hostPath")
            if isinstance(resource.at(*path), dict):
                yield at(resource, path, _mount_message(resource, path))
        for path, container in containers(resource, pod):
            shared = resource.at(*pod, "hostNetwork") is True
            yield from _of_container(resource, path, container, shared_network=shared)


def _mount_message(resource: Resource, path: Path) -> str:
    name = resource.text(*path[:-1], "name") or "?"
    where = resource.text(*path, "path") or "?"
    return (
        f"volume {name} is the node's own {where}; use a volume of the cluster "
        "(persistentVolumeClaim, emptyDir) instead"
    )


def _of_container(
    resource: Resource, path: Path, container: dict[str, Any], *, shared_network: bool
) -> Iterator[Finding]:
    name = container.get("name", "?")
    context = (*path, "securityContext")
    if resource.at(*context, "privileged") is True:
        message = f"container {name} is privileged, which is root on the node; leave it out"
        yield at(resource, (*context, "privileged"), message)
    for number, each in enumerate(resource.items(*context, "capabilities", "add")):
        if isinstance(each, str) and each.upper().removeprefix("CAP_") in _CAPABILITIES:
            message = f"container {name} has the capability {each}, which is as much as root"
            yield at(resource, (*context, "capabilities", "add", number), message)
    for number, _ in enumerate(resource.items(*path, "ports")):
        place = (*path, "ports", number, "hostPort")
        port = resource.at(*place)
        if port and not shared_network:  # else the API server fills it in
            message = (
                f"container {name} takes port {port} of its node, so a node runs it once and every "
                "NetworkPolicy is passed by; use a Service"
            )
            yield at(resource, place, message)


RULE = Rule(
    name="host-access",
    summary="a pod reaches into the node that it runs on",
    why=(
        "Whoever takes over such a pod has the node, and with its kubelet's rights every pod on "
        "it. Agents of the node need it, applications do not."
    ),
    mend="Leave it out, or accept it by a waiver where the pod is an agent of the node.",
    source="https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
    check=check,
    severity=Severity.WARNING,
)
