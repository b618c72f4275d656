"""Argo CD's health checks in Go (gitops-engine/pkg/health), their statuses: one function a kind."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from argowave.health.status import HealthStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Body = dict[str, Any]

_HEALTHY: Final = HealthStatus.HEALTHY
_PROGRESSING: Final = HealthStatus.PROGRESSING
_DEGRADED: Final = HealthStatus.DEGRADED
_SUSPENDED: Final = HealthStatus.SUSPENDED
_UNKNOWN: Final = HealthStatus.UNKNOWN


def _mapping(value: object, *path: str) -> dict[str, Any]:
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _number(mapping: dict[str, Any], key: str) -> int:
    value = mapping.get(key)
    return value if isinstance(value, int) else 0


def _conditions(body: Body) -> list[dict[str, Any]]:
    return _list(_mapping(body, "status").get("conditions"))


def _first(body: Body, kind: str) -> dict[str, Any]:
    """Return the first condition of a type, {} where there is none."""
    return next((each for each in _conditions(body) if each.get("type") == kind), {})


def _is_observed(body: Body) -> bool:
    generation = _number(_mapping(body, "metadata"), "generation")
    return generation <= _number(_mapping(body, "status"), "observedGeneration")


def _done(*, done: bool) -> HealthStatus:
    return _HEALTHY if done else _PROGRESSING


def _deployment(body: Body) -> HealthStatus:
    spec, status = _mapping(body, "spec"), _mapping(body, "status")
    if spec.get("paused") is True:
        return _SUSPENDED
    if not _is_observed(body):
        return _PROGRESSING
    if _first(body, "Progressing").get("reason") == "ProgressDeadlineExceeded":
        return _DEGRADED
    updated = _number(status, "updatedReplicas")
    return _done(
        done=updated >= _number(spec, "replicas")
        and updated >= _number(status, "replicas")
        and updated <= _number(status, "availableReplicas")
    )


def _replica_set(body: Body) -> HealthStatus:
    if not _is_observed(body):
        return _PROGRESSING
    if _first(body, "ReplicaFailure").get("status") == "True":
        return _DEGRADED
    available = _number(_mapping(body, "status"), "availableReplicas")
    return _done(done=available >= _number(_mapping(body, "spec"), "replicas"))


def _stateful_set(body: Body) -> HealthStatus:
    spec, status = _mapping(body, "spec"), _mapping(body, "status")
    wanted = _number(spec, "replicas")
    if not _number(status, "observedGeneration") or not _is_observed(body):
        return _PROGRESSING
    if _number(status, "readyReplicas") < wanted:
        return _PROGRESSING
    strategy = _mapping(spec, "updateStrategy")
    rolling = strategy.get("rollingUpdate")
    if strategy.get("type") == "RollingUpdate" and isinstance(rolling, dict):
        is_partition = "replicas" in spec and isinstance(rolling.get("partition"), int)
        left = wanted - _number(rolling, "partition")
        return _done(done=not is_partition or _number(status, "updatedReplicas") >= left)
    if strategy.get("type") == "OnDelete":
        return _HEALTHY
    return _done(done=status.get("updateRevision", "") == status.get("currentRevision", ""))


def _daemon_set(body: Body) -> HealthStatus:
    status = _mapping(body, "status")
    if not _is_observed(body):
        return _PROGRESSING
    if _mapping(body, "spec", "updateStrategy").get("type") == "OnDelete":
        return _HEALTHY
    wanted = _number(status, "desiredNumberScheduled")
    available = min(_number(status, "updatedNumberScheduled"), _number(status, "numberAvailable"))
    return _done(done=available >= wanted)


def _job(body: Body) -> HealthStatus:
    """Go by the types of conditions alone; only Suspended has to be True, and a failure wins."""
    kinds = {each.get("type") for each in _conditions(body)}
    if "Failed" in kinds:
        return _DEGRADED
    suspended = (each for each in _conditions(body) if each.get("type") == "Suspended")
    if any(each.get("status") == "True" for each in suspended):
        return _SUSPENDED
    return _done(done=bool(kinds & {"Complete", "Suspended"}))


def _pod(body: Body) -> HealthStatus:
    status, policy = _mapping(body, "status"), _mapping(body, "spec").get("restartPolicy")
    containers = _list(status.get("containerStatuses"))
    if policy == "Always" and any(_cannot_start(each) for each in containers):
        return _DEGRADED
    if status.get("phase") == "Running":
        return _running_pod(body, containers, policy)
    phases = {"Pending": _PROGRESSING, "Succeeded": _HEALTHY, "Failed": _DEGRADED}
    return phases.get(str(status.get("phase")), _UNKNOWN)


def _running_pod(body: Body, containers: list[dict[str, Any]], policy: object) -> HealthStatus:
    if policy in ("OnFailure", "Never"):
        return _PROGRESSING
    if policy != "Always":
        return _UNKNOWN
    if _first(body, "Ready").get("status") == "True":
        return _HEALTHY
    ended = any(_mapping(each, "lastState").get("terminated") is not None for each in containers)
    return _DEGRADED if ended else _PROGRESSING


def _cannot_start(container: dict[str, Any]) -> bool:
    reason = str(_mapping(container, "state", "waiting").get("reason") or "")
    return reason.startswith("Err") or reason.endswith(("Error", "BackOff"))


def _claim(body: Body) -> HealthStatus:
    phases = {"Bound": _HEALTHY, "Pending": _PROGRESSING, "Lost": _DEGRADED}
    return phases.get(str(_mapping(body, "status").get("phase")), _UNKNOWN)


def _addressed(body: Body) -> HealthStatus:
    return _done(done=bool(_mapping(body, "status", "loadBalancer").get("ingress")))


def _service(body: Body) -> HealthStatus:
    is_balancer = _mapping(body, "spec").get("type") == "LoadBalancer"
    return _addressed(body) if is_balancer else _HEALTHY


_CONDITIONS_V1: Final = "autoscaling.alpha.kubernetes.io/conditions"
_NO_SCALING: Final = {
    "AbleToScale": ("FailedGetScale", "FailedUpdateScale"),
    "ScalingActive": (
        *("FailedGetResourceMetric", "FailedGetObjectMetric", "FailedGetPodsMetric"),
        *("FailedGetExternalMetric", "FailedComputeMetricsReplicas", "InvalidSelector"),
    ),
}


def _autoscaler(body: Body) -> HealthStatus:
    found = _conditions(body)
    if body.get("apiVersion") == "autoscaling/v1":
        try:
            annotations = _mapping(body, "metadata", "annotations")
            found = _list(json.loads(annotations.get(_CONDITIONS_V1, "[]")))
        except (TypeError, ValueError):
            return _UNKNOWN
    if any(each.get("reason") in _NO_SCALING.get(str(each.get("type")), ()) for each in found):
        return _DEGRADED
    able = [each for each in found if each.get("type") in ("AbleToScale", "ScalingLimited")]
    return _done(done=any(each.get("status") == "True" for each in able))


def _api_service(body: Body) -> HealthStatus:
    return _done(done=_first(body, "Available").get("status") == "True")


def _workflow(body: Body) -> HealthStatus:
    phase = str(_mapping(body, "status").get("phase", ""))
    phases = {"Succeeded": _HEALTHY, "Failed": _DEGRADED, "Error": _DEGRADED}
    phases |= dict.fromkeys(("", "Pending", "Running"), _PROGRESSING)
    return phases.get(phase, _UNKNOWN)


# by group and kind (GetHealthCheckFunc in health.go)
GO_CHECKS: Final[Mapping[tuple[str, str], Callable[[Body], HealthStatus]]] = {
    ("", "Service"): _service,
    ("", "PersistentVolumeClaim"): _claim,
    ("", "Pod"): _pod,
    ("apps", "Deployment"): _deployment,
    ("apps", "ReplicaSet"): _replica_set,
    ("apps", "StatefulSet"): _stateful_set,
    ("apps", "DaemonSet"): _daemon_set,
    ("batch", "Job"): _job,
    ("autoscaling", "HorizontalPodAutoscaler"): _autoscaler,
    ("networking.k8s.io", "Ingress"): _addressed,
    ("extensions", "Ingress"): _addressed,
    ("apiregistration.k8s.io", "APIService"): _api_service,
    ("argoproj.io", "Workflow"): _workflow,
}
