"""probe-port: a probe or hook asks at a named port that its own container does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from argowave.references.pods import containers, pods
from argowave.rules.references._ports import port_names
from argowave.rules.rule import Rule, at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.resources import Resource
    from argowave.rules.scene import Scene

_ASKING: Final = (
    ("livenessProbe",),
    ("readinessProbe",),
    ("startupProbe",),
    ("lifecycle", "postStart"),
    ("lifecycle", "preStop"),
)
_HANDLERS: Final = ("httpGet", "tcpSocket")


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each port by name that the container does not name."""
    for workload, pod in pods(scene.inventory):
        for path, container in containers(workload, pod):
            known = sorted(port_names(container))
            for asking in _ASKING:
                for handler in _HANDLERS:
                    where = (*path, *asking, handler, "port")
                    port = _port(workload, where)
                    if port and port not in known:
                        yield at(workload, where, _message(container, asking[-1], port, known))


def _port(workload: Resource, where: tuple[str | int, ...]) -> str:
    """Return the port that is named; a number in quotes is one (kubelet's ResolveContainerPort)."""
    port = workload.text(*where)
    return "" if port.isdigit() else port


def _message(container: dict[str, Any], asking: str, port: str, known: list[str]) -> str:
    name = container.get("name")
    has = f"it has {', '.join(known)}" if known else "none of its ports has a name"
    return f"the {asking} asks at port {port}, which container {name} does not have; {has}"


RULE = Rule(
    name="probe-port",
    summary="a probe or hook asks at a port that its container does not name",
    why=(
        "The kubelet looks for the name among the ports of the same container and fails each time: "
        "the pod is never ready, or is restarted again and again. Nothing is refused when it is "
        "applied."
    ),
    mend="Name a port of the container itself, or use the number.",
    source="https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#use-a-named-port",
    check=check,
)
