"""Argo CD's own health checks, as far as waves depend on them.

Those in Go (go_checks) and those in Lua for Crossplane's and Upbound's kinds
(resource_customizations/) are written anew from what they do; of the others only that they
exist, which is enough: none of them calls an object Healthy that has no status yet.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from argowave.gates.crossplane import check_that_waits
from argowave.gates.go_checks import GO_CHECKS
from argowave.health.status import Health, HealthStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Check = Callable[[dict[str, Any]], Health]

_HEALTHY: Final = Health(HealthStatus.HEALTHY)
_PROGRESSING: Final = Health(HealthStatus.PROGRESSING)
_DEGRADED: Final = Health(HealthStatus.DEGRADED)


def built_in_check(group: str, kind: str, *, waits: bool = False) -> Check | None:
    """Return Argo CD's own check of a kind, None where it has none.

    Args:
        group: of the kind.
        kind: the kind.
        waits: whether the checks of Crossplane's kinds wait for a status; see release.
    """
    in_go = GO_CHECKS.get((group, kind))
    if in_go is not None:
        return lambda body: Health(in_go(body))
    exact = _CHECKS.get((group, kind))
    if exact is not None and not (waits and is_crossplanes(group)):
        return exact
    if any(
        fnmatchcase(group, pattern) and (kind in kinds or "*" in kinds)
        for pattern, kinds in _listed().items()
    ):
        return _waiting
    if waits and is_crossplanes(group):
        return check_that_waits(group, kind)
    if fnmatchcase(group, "*.upbound.io"):
        return _managed
    return _crossplane if fnmatchcase(group, "*.crossplane.io") else None


def is_crossplanes(group: str) -> bool:
    """Tell whether the kinds of a group have one of Argo CD's checks for Crossplane."""
    return group.endswith((".upbound.io", ".crossplane.io"))


@cache
def _listed() -> Mapping[str, frozenset[str]]:
    text = Path(__file__).with_name("built_in.txt").read_text("utf-8")
    lines = [line.split(": ") for line in text.splitlines() if not line.startswith("#")]
    return {group: frozenset(kinds.split()) for group, kinds in lines}


def _status(body: dict[str, Any]) -> dict[str, Any]:
    status = body.get("status")
    return status if isinstance(status, dict) else {}


def _conditions(body: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {each["type"]: each for each in _status(body).get("conditions") or ()}


def _is(body: dict[str, Any], condition: str, status: str = "True") -> bool:
    return _conditions(body).get(condition, {}).get("status") == status


def _waiting(body: dict[str, Any]) -> Health:
    """Give what a check that is not written down here must at least tell apart."""
    return _HEALTHY if _is(body, "Ready") else _PROGRESSING


def _always(_body: dict[str, Any]) -> Health:
    return _HEALTHY


_WITHOUT_STATUS: Final = ("ClusterProviderConfig", "ProviderConfig", "ProviderConfigUsage")
_CONFIGURATIONS: Final = ("ClusterProviderConfig", "ProviderConfig")


def _managed(
    body: dict[str, Any],
    ready: tuple[str, ...] = ("Ready",),
    passive: tuple[str, ...] = _WITHOUT_STATUS,
) -> Health:
    """resource_customizations/_.upbound.io/_: `a or b and c`, so that no status is Healthy.

    So it is before Argo CD 3.4.9 and 3.5.3; see crossplane for later.
    """
    kind = body.get("kind")
    if body.get("status") is None or (not _status(body) and kind in passive):
        return Health(HealthStatus.HEALTHY, "Resource is up-to-date.")
    found = _conditions(body)
    if _status(body).get("conditions") is None:
        is_used = kind in _CONFIGURATIONS and _status(body).get("users") is not None
        return _HEALTHY if is_used else _PROGRESSING
    if _is(body, "LastAsyncOperation", "False") or _is(body, "Synced", "False"):
        return _DEGRADED
    return _HEALTHY if any(_is(body, each) for each in ready if each in found) else _PROGRESSING


_CROSSPLANE: Final = (
    *("Ready", "Healthy", "Offered", "Established", "ValidPipeline", "RevisionHealthy"),
)
_CROSSPLANE_WITHOUT_STATUS: Final = (
    *_WITHOUT_STATUS,
    *("Composition", "CompositionRevision", "DeploymentRuntimeConfig", "ControllerConfig"),
)


def _crossplane(body: dict[str, Any]) -> Health:
    """resource_customizations/_.crossplane.io/_, the same with more conditions and kinds."""
    return _managed(body, _CROSSPLANE, _CROSSPLANE_WITHOUT_STATUS)


def _provider(body: dict[str, Any]) -> Health:
    """resource_customizations/pkg.crossplane.io/Provider: Degraded until it runs."""
    if _status(body).get("conditions") is None:
        return Health(HealthStatus.PROGRESSING, "Waiting for provider to be installed")
    found = _conditions(body)
    if "Installed" not in found or "Healthy" not in found:
        return Health(HealthStatus.UNKNOWN, "attempt to concatenate a nil value")
    return _HEALTHY if _is(body, "Installed") and _is(body, "Healthy") else _DEGRADED


_CHECKS: Final[Mapping[tuple[str, str], Check]] = {
    ("pkg.crossplane.io", "Provider"): _provider,
    ("batch", "CronJob"): _always,  # whether a run has ended well is nothing to wait for
    ("argoproj.io", "CronWorkflow"): _always,
    ("astra.netapp.io", "Schedule"): _always,
    ("datadoghq.com", "DatadogMetric"): _always,
}
