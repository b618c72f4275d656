"""A live object → its health, by the settings' Lua or by what Argo CD has built in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from argowave.errors import LuaError
from argowave.health import Health, HealthStatus, run_health

if TYPE_CHECKING:
    from argowave.rehearse.cluster import LiveObject
    from argowave.rehearse.settings import Settings

HEALTHY = Health(HealthStatus.HEALTHY)
_WORST_FIRST = (
    HealthStatus.DEGRADED,
    HealthStatus.MISSING,
    HealthStatus.PROGRESSING,
    HealthStatus.SUSPENDED,
)


def health_of(live: LiveObject, settings: Settings) -> Health | None:
    """Return the health of an object, None where Argo CD has no check for its kind.

    A script that fails makes the health Unknown, as in Argo CD.
    """
    check = settings.health_check(live.key.group, live.key.kind)
    if check is not None:
        try:
            return run_health(check.script, live.body, open_libs=check.open_libs)
        except LuaError as error:
            return Health(HealthStatus.UNKNOWN, error.message)
    return _built_in(live)


def aggregate(healths: list[Health | None]) -> Health:
    """Return an Application's health: the worst of its resources', Unknown ones left out."""
    for status in _WORST_FIRST:
        for health in healths:
            if health is not None and health.status is status:
                return health
    return HEALTHY


def _built_in(live: LiveObject) -> Health | None:
    """Return what Argo CD's own checks say (gitops-engine/pkg/health, resource_customizations)."""
    group, kind, status = live.key.group, live.key.kind, live.body.get("status")
    match group, kind:
        case "apps", "Deployment":
            return _deployment(live.body)
        case "batch", "Job":
            return _job(live)
        case "networking.k8s.io", "Ingress":
            return _published(status)
        case _ if group.endswith((".upbound.io", ".crossplane.io")) or group == "aws.upbound.io":
            return _crossplane(live, status)
    return None


def _deployment(body: dict[str, Any]) -> Health:
    wanted = body.get("spec", {}).get("replicas", 1)
    ready = (body.get("status") or {}).get("availableReplicas", 0)
    if ready >= wanted:
        return HEALTHY
    waiting = f"{ready} of {wanted} replicas are available"
    said = (body.get("status") or {}).get("lastWords")
    return Health(HealthStatus.PROGRESSING, f"{waiting}: {said}" if said else waiting)


def _job(live: LiveObject) -> Health:
    for type_, health in (("Failed", HealthStatus.DEGRADED), ("Complete", HealthStatus.HEALTHY)):
        condition = live.conditions.get(type_, {})
        if condition.get("status") == "True":
            return Health(health, str(condition.get("message", "")))
    return Health(HealthStatus.PROGRESSING, "running")


def _published(status: dict[str, Any] | None) -> Health:
    if ((status or {}).get("loadBalancer") or {}).get("ingress"):
        return HEALTHY
    return Health(HealthStatus.PROGRESSING, "no address is published")


def _crossplane(live: LiveObject, status: dict[str, Any] | None) -> Health:
    """Return what the built-in Lua says of Crossplane's objects.

    Without a status everything counts as Healthy, also what the provider has not looked at yet.
    """
    if status is None:
        return HEALTHY
    for type_ in ("LastAsyncOperation", "Synced"):
        condition = live.conditions.get(type_, {})
        if condition.get("status") == "False":
            return Health(HealthStatus.DEGRADED, str(condition.get("message", "")))
    for type_ in ("Ready", "Healthy", "Established"):
        if live.conditions.get(type_, {}).get("status") == "True":
            return HEALTHY
    return Health(HealthStatus.PROGRESSING, "Provisioning ...")
