"""A live object → its health, by the settings' Lua or by what Argo CD has built in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from argowave.errors import LuaError
from argowave.gates.built_in import built_in_check
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
    group, kind = live.key.group, live.key.kind
    try:
        chosen = settings.health_script(group, kind)
        if chosen is not None:
            script, open_libs = chosen
            return run_health(script, live.body, open_libs=open_libs)
    except LuaError as error:
        return Health(HealthStatus.UNKNOWN, error.message)
    # whose status a rehearsal writes itself, with the words of what runs
    if (group, kind) == ("apps", "Deployment"):
        return _deployment(live.body)
    if (group, kind) == ("batch", "Job"):
        return _job(live)
    check = built_in_check(group, kind)
    return _with_words(check(live.body), live) if check is not None else None


def aggregate(healths: list[Health | None]) -> Health:
    """Return an Application's health: the worst of its resources', Unknown ones left out."""
    for status in _WORST_FIRST:
        for health in healths:
            if health is not None and health.status is status:
                return health
    return HEALTHY


def _with_words(health: Health, live: LiveObject) -> Health:
    """Return a health with the message of the condition that it comes from."""
    if health.message or health.status is HealthStatus.HEALTHY:
        return health
    said = [each.get("message") for each in live.conditions.values() if each["status"] == "False"]
    return Health(health.status, next((words for words in said if words), ""))


def _deployment(body: dict[str, Any]) -> Health:
    wanted = body.get("spec", {}).get("replicas", 1)
    ready = (body.get("status") or {}).get("availableReplicas", 0)
    if ready >= wanted:
        return HEALTHY
    waiting = f"{ready} of {wanted} replicas are available"
    said = (body.get("status") or {}).get("lastWords")
    return Health(HealthStatus.PROGRESSING, f"{waiting}: {said}" if said else waiting)


def _job(live: LiveObject) -> Health:
    for type_, status in (("Failed", HealthStatus.DEGRADED), ("Complete", HealthStatus.HEALTHY)):
        condition = live.conditions.get(type_, {})
        if condition.get("status") == "True":
            return Health(status, str(condition.get("message", "")))
    return Health(HealthStatus.PROGRESSING, "running")
