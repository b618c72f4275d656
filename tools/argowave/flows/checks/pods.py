"""In the cluster: the pods of the workloads run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from argowave.finding import Finding
from argowave.flows.check import Check
from argowave.flows.declared import RULE
from argowave.flows.result import Seen
from argowave.kubernetes import list_pods

if TYPE_CHECKING:
    from argowave.flows.scene import Scene

NAMES = ("consumer", "producer")


class Pods(Check):
    """Producer and consumer run."""

    name = "pods"
    title = "producer, consumer and DynamoDB Admin run"
    waits = True

    def reason_to_skip(self, scene: Scene) -> str:
        """Return why there is nothing to look at."""
        return "" if scene.server is not None else "no cluster can be asked"

    def look(self, scene: Scene) -> Seen:
        """Look at each pod of the namespace that no Job made."""
        assert scene.server is not None  # noqa: S101 (reason_to_skip has said so)
        pods = [each for each in list_pods(scene.server, scene.namespace) if not _of_a_job(each)]
        faults = [
            _finding(scene, each["metadata"]["name"], problem)
            for each in pods
            if (problem := _problem(each))
        ]
        names = [each["metadata"]["name"] for each in pods]
        faults += [
            _finding(scene, name, "no such pod is in the namespace")
            for name in NAMES
            if not any(name in each for each in names)
        ]
        return Seen(f"{len(pods)} pods looked at", tuple(faults))

    def repeat(self, scene: Scene) -> tuple[str, ...]:
        """Return the commands."""
        return (f"kubectl --namespace {scene.namespace} get pods",)


def _finding(scene: Scene, name: str, problem: str) -> Finding:
    return Finding(scene.namespace, None, f"Pod/{name}", "", problem, RULE)


def _of_a_job(pod: dict[str, Any]) -> bool:
    owners = pod["metadata"].get("ownerReferences", [])
    return any(owner.get("kind") == "Job" for owner in owners)


def _problem(pod: dict[str, Any]) -> str:
    status = pod.get("status", {})
    for container in status.get("containerStatuses", []):
        waiting = container.get("state", {}).get("waiting")
        if waiting:
            said = waiting.get("message") or ""
            return f"waits: {waiting.get('reason')} {said}".rstrip()
    phase = status.get("phase")
    return "" if phase == "Running" else f"is {phase}, not Running"
