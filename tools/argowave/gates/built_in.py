"""Argo CD's own health checks, as far as waves depend on them.

Those in Go (gitops-engine/pkg/health) and those in Lua for Crossplane's and Upbound's kinds
(resource_customizations/) are written anew here from what they do; of the others only that they
exist, which is enough: none of them calls an object Healthy that has no status yet.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from argowave.health.status import Health, HealthStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Check = Callable[[dict[str, Any]], Health]

_HEALTHY: Final = Health(HealthStatus.HEALTHY)
_PROGRESSING: Final = Health(HealthStatus.PROGRESSING)
_DEGRADED: Final = Health(HealthStatus.DEGRADED)
_SUSPENDED: Final = Health(HealthStatus.SUSPENDED)


def built_in_check(group: str, kind: str) -> Check | None:
    """Return Argo CD's own check of a kind, None where it has none."""
    exact = _CHECKS.get((group, kind))
    if exact is not None:
        return exact
    if any(
        fnmatchcase(group, pattern) and (kind in kinds or "*" in kinds)
        for pattern, kinds in _listed().items()
    ):
        return _waiting
    if fnmatchcase(group, "*.upbound.io"):
        return _managed
    return _crossplane if fnmatchcase(group, "*.crossplane.io") else None


@cache
def _listed() -> Mapping[str, frozenset[str]]:
    text = Path(__file__).with_name("built_in.txt").read_text("utf-8")
    lines = [line.split(": ") for line in text.splitlines() if not line.startswith("#")]
    return {group: frozenset(kinds.split()) for group, kinds in lines}


def _status(body: dict[str, Any]) -> dict[str, Any]:
    status = body.get("status")
    return status if isinstance(status, dict) else {}


def _spec(body: dict[str, Any]) -> dict[str, Any]:
    spec = body.get("spec")
    return spec if isinstance(spec, dict) else {}


def _conditions(body: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {each["type"]: each for each in _status(body).get("conditions") or ()}


def _is(body: dict[str, Any], condition: str, status: str = "True") -> bool:
    return _conditions(body).get(condition, {}).get("status") == status


def _waiting(body: dict[str, Any]) -> Health:
    """Give what a check that is not written down here must at least tell apart."""
    return _HEALTHY if _is(body, "Ready") else _PROGRESSING


def _always(_body: dict[str, Any]) -> Health:
    return _HEALTHY


def _managed(body: dict[str, Any], ready: tuple[str, ...] = ("Ready",)) -> Health:
    """resource_customizations/_.upbound.io/_: `a or b and c`, so that no status is Healthy."""
    if body.get("status") is None:
        return Health(HealthStatus.HEALTHY, "Resource is up-to-date.")
    found = _conditions(body)
    if _is(body, "LastAsyncOperation", "False") or _is(body, "Synced", "False"):
        return _DEGRADED
    return _HEALTHY if any(_is(body, each) for each in ready if each in found) else _PROGRESSING


_CROSSPLANE: Final = (
    *("Ready", "Healthy", "Offered", "Established", "ValidPipeline", "RevisionHealthy"),
)


def _crossplane(body: dict[str, Any]) -> Health:
    """resource_customizations/_.crossplane.io/_, the same with more conditions."""
    return _managed(body, _CROSSPLANE)


def _provider(body: dict[str, Any]) -> Health:
    """resource_customizations/pkg.crossplane.io/Provider: Degraded until it runs."""
    if _status(body).get("conditions") is None:
        return Health(HealthStatus.PROGRESSING, "Waiting for provider to be installed")
    found = _conditions(body)
    if "Installed" not in found or "Healthy" not in found:
        return Health(HealthStatus.UNKNOWN, "attempt to concatenate a nil value")
    return _HEALTHY if _is(body, "Installed") and _is(body, "Healthy") else _DEGRADED


def _addressed(body: dict[str, Any]) -> Health:
    return _HEALTHY if (_status(body).get("loadBalancer") or {}).get("ingress") else _PROGRESSING


def _service(body: dict[str, Any]) -> Health:
    return _addressed(body) if _spec(body).get("type") == "LoadBalancer" else _HEALTHY


def _claim(body: dict[str, Any]) -> Health:
    phases = {"Bound": _HEALTHY, "Pending": _PROGRESSING, "Lost": _DEGRADED}
    return phases.get(str(_status(body).get("phase")), Health(HealthStatus.UNKNOWN))


def _pod(body: dict[str, Any]) -> Health:
    phase = _status(body).get("phase")
    if phase == "Succeeded" or (phase == "Running" and _is(body, "Ready")):
        return _HEALTHY
    return _DEGRADED if phase == "Failed" else _PROGRESSING


def _job(body: dict[str, Any]) -> Health:
    if _is(body, "Failed"):
        return _DEGRADED
    if _spec(body).get("suspend") is True:
        return _SUSPENDED
    return _HEALTHY if _is(body, "Complete") else _PROGRESSING


def _deployment(body: dict[str, Any]) -> Health:
    if _spec(body).get("paused") is True:
        return _SUSPENDED
    status = _status(body)
    if _conditions(body).get("Progressing", {}).get("reason") == "ProgressDeadlineExceeded":
        return _DEGRADED
    updated = status.get("updatedReplicas", 0)
    wanted = status.get("replicas", 0)
    done = status.get("observedGeneration") and updated >= wanted
    return _HEALTHY if done and status.get("availableReplicas", 0) >= updated else _PROGRESSING


def _stateful_set(body: dict[str, Any]) -> Health:
    status = _status(body)
    done = status.get("observedGeneration") and status.get("readyReplicas", 0) >= 1
    return _HEALTHY if done else _PROGRESSING


def _daemon_set(body: dict[str, Any]) -> Health:
    status = _status(body)
    available = status.get("numberAvailable", 0) >= status.get("desiredNumberScheduled", 0)
    return _HEALTHY if status.get("observedGeneration") and available else _PROGRESSING


def _autoscaler(body: dict[str, Any]) -> Health:
    able = _is(body, "AbleToScale") or _is(body, "Ready")
    return _HEALTHY if able else _PROGRESSING


_CHECKS: Final[Mapping[tuple[str, str], Check]] = {
    ("", "Service"): _service,
    ("", "PersistentVolumeClaim"): _claim,
    ("", "Pod"): _pod,
    ("apps", "Deployment"): _deployment,
    ("apps", "ReplicaSet"): _deployment,
    ("apps", "StatefulSet"): _stateful_set,
    ("apps", "DaemonSet"): _daemon_set,
    ("batch", "Job"): _job,
    ("autoscaling", "HorizontalPodAutoscaler"): _autoscaler,
    ("networking.k8s.io", "Ingress"): _addressed,
    ("extensions", "Ingress"): _addressed,
    ("apiregistration.k8s.io", "APIService"): _waiting,
    ("argoproj.io", "Workflow"): _waiting,
    ("pkg.crossplane.io", "Provider"): _provider,
    ("batch", "CronJob"): _always,  # whether a run has ended well is nothing to wait for
    ("argoproj.io", "CronWorkflow"): _always,
    ("astra.netapp.io", "Schedule"): _always,
    ("datadoghq.com", "DatadogMetric"): _always,
}
