"""missing-request: an autoscaler measures by a request that a container does not state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from argowave.finding import Severity
from argowave.references.pods import POD_SPECS, containers
from argowave.rules.rule import Rule, at, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.references.reference import Path
    from argowave.resources import Inventory, Resource
    from argowave.rules.scene import Scene

_SCALER: Final = "HorizontalPodAutoscaler"
_INJECTED: Final = "auto"  # Istio puts its proxy there, with resources
_FIELDS: Final = {"Resource": "resource", "ContainerResource": "containerResource"}


class _Metric(NamedTuple):
    path: Path  # of the field with the share
    resource: str  # cpu or memory
    container: str  # "" for all of them


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each share of a request that a container of the pods lacks.

    calculatePodRequestsFromContainers of the autoscaler's replica calculator: one container
    without the request, and the whole metric counts for nothing. A limit is taken for the request.
    """
    for edge in scene.graph.edges:
        scaler, target = edge.source, edge.target
        if edge.reference.relation != "scales" or scaler.kind != _SCALER or target is None:
            continue
        pod = POD_SPECS.get((target.group, target.kind))
        if pod is None or target.mapping(*pod, "resources"):
            continue  # who knows its pods, or their own resources count
        for metric in _metrics(scaler):
            lacking = _lacking(target, pod, metric)
            if lacking and not _is_filled_in(scene.inventory, target, metric.resource):
                yield at(scaler, metric.path, _message(target, metric.resource, lacking))


def _metrics(scaler: Resource) -> Iterator[_Metric]:
    """Give what is measured by a share of what was requested."""
    if scaler.at("spec", "targetCPUUtilizationPercentage") is not None:
        yield _Metric(("spec", "targetCPUUtilizationPercentage"), "cpu", "")
    for number, _ in enumerate(scaler.items("spec", "metrics")):
        path: Path = ("spec", "metrics", number)
        field = _FIELDS.get(scaler.text(*path, "type"))
        if field is None:
            continue
        share = (*path, field, "target", "averageUtilization")
        if scaler.at(*share) is not None:
            name, container = (scaler.text(*path, field, each) for each in ("name", "container"))
            yield _Metric(share, name, container)


def _lacking(workload: Resource, pod: Path, metric: _Metric) -> list[str]:
    """Return the containers that run on and state neither a request nor a limit."""
    found = []
    for path, container in containers(workload, pod):
        name = container.get("name")
        if container.get("image") == _INJECTED:
            continue
        if path[-2] != "containers" and container.get("restartPolicy") != "Always":
            continue
        if metric.container in ("", name) and not any(
            metric.resource in workload.mapping(*path, "resources", each)
            for each in ("requests", "limits")
        ):
            found.append(str(name))
    return found


def _is_filled_in(inventory: Inventory, workload: Resource, resource: str) -> bool:
    """Tell whether a LimitRange in the namespace gives containers a request."""
    place_of = (workload.cluster, workload.namespace)
    return any(
        resource in each.mapping("spec", "limits", number, field)
        for each in inventory.of_kind("", "LimitRange")
        if (each.cluster, each.namespace) == place_of
        for number, _ in enumerate(each.items("spec", "limits"))
        for field in ("default", "defaultRequest")
    )


def _message(workload: Resource, resource: str, lacking: list[str]) -> str:
    one = len(lacking) == 1
    who = f"container {lacking[0]}" if one else f"containers {' and '.join(lacking)}"
    return (
        f"it scales by a share of the {resource} that is requested, and {who} of "
        f"{place(workload)} {'requests' if one else 'request'} none, so it never scales; "
        f"set resources.requests.{resource}"
    )


RULE = Rule(
    name="missing-request",
    summary="an autoscaler measures by a request that a container does not state",
    why=(
        "The autoscaler cannot compute the share, reports FailedGetResourceMetric and leaves the "
        "replicas as they are; Argo CD calls it Degraded."
    ),
    mend=(
        "Set resources.requests of every container of the pods, those of sidecars too, or measure "
        "by an averageValue."
    ),
    source="https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#how-does-a-horizontalpodautoscaler-work",
    check=check,
    severity=Severity.WARNING,
)
