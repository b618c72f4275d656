"""Argo CD's checks of Crossplane's kinds, as they are from 3.4.9 and 3.5.3 on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from argowave.health.status import Health, HealthStatus
from argowave.typed import as_list, as_mapping

if TYPE_CHECKING:
    from collections.abc import Callable

    Check = Callable[[dict[str, Any]], Health]

_HEALTHY: Final = Health(HealthStatus.HEALTHY, "Resource is up-to-date.")
_PROGRESSING: Final = Health(HealthStatus.PROGRESSING, "Provisioning ...")
_FAILING: Final = ("LastAsyncOperation", "Synced")
_UPBOUNDS: Final = ("Ready",)
_CROSSPLANES: Final = (
    *("Ready", "Healthy", "Offered", "Established", "ValidPipeline", "RevisionHealthy"),
)
# kinds that never get conditions
_CONFIGURATIONS: Final = (
    *("ProviderConfig", "ProviderConfigUsage", "StoreConfig"),
    *("ClusterProviderConfig", "ClusterProviderConfigUsage"),
)
_PASSIVE: Final = (
    *_CONFIGURATIONS,
    *("Composition", "CompositionRevision", "DeploymentRuntimeConfig", "EnvironmentConfig"),
    *("ImageConfig", "ControllerConfig"),
)


def check_that_waits(group: str, kind: str) -> Check:
    """Return the check of a kind of *.upbound.io or *.crossplane.io."""
    if (group, kind) == ("pkg.crossplane.io", "Provider"):
        return _provider
    if group.endswith(".upbound.io"):
        return lambda body: _of_conditions(body, _UPBOUNDS, _CONFIGURATIONS)
    return lambda body: _of_conditions(body, _CROSSPLANES, _PASSIVE)


def _of_conditions(body: dict[str, Any], good: tuple[str, ...], passive: tuple[str, ...]) -> Health:
    """resource_customizations/_.upbound.io/_ and _.crossplane.io/_: the last that counts."""
    conditions = _conditions(body)
    if not conditions:
        return _HEALTHY if body.get("kind") in passive else _PROGRESSING
    health = _PROGRESSING
    for each in conditions:
        kind, status = each.get("type"), each.get("status")
        if kind in _FAILING and status == "False":
            return Health(HealthStatus.DEGRADED, str(each.get("message") or ""))
        if (kind in good and status == "True") or (good is _CROSSPLANES and _is_off(each, body)):
            health = _HEALTHY
    return health


def _is_off(condition: dict[str, Any], body: dict[str, Any]) -> bool:
    """Tell whether a ManagedResourceDefinition is not to be established."""
    return (
        condition.get("type") == "Established"
        and condition.get("reason") == "InactiveManagedResource"
        and as_mapping(body.get("spec")).get("state") != "Active"
    )


def _provider(body: dict[str, Any]) -> Health:
    """resource_customizations/pkg.crossplane.io/Provider, from 3.5.7 on.

    Before, one condition without the other made it Unknown, which waits as well.
    """
    found = {each.get("type"): each.get("status") == "True" for each in _conditions(body)}
    if not found.keys() & {"Installed", "Healthy"}:
        return Health(HealthStatus.PROGRESSING, "Waiting for provider to be installed")
    if found.get("Installed") and found.get("Healthy"):
        return _HEALTHY
    return Health(HealthStatus.DEGRADED)


def _conditions(body: dict[str, Any]) -> list[dict[str, Any]]:
    found = as_list(as_mapping(body.get("status")).get("conditions"))
    return [each for each in found if isinstance(each, dict)]
