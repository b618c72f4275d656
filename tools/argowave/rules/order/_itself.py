"""An Application that applies itself, and whose sync waits until it is Healthy.

Of itself Argo CD 3.5 leaves an Application out where it works out its health (isSelfReferencedApp
in controller/health.go), but not where a sync with several waves or phases waits for what it has
applied (syncContext.Sync in gitops-engine/pkg/sync/sync_context.go): there the health check of
argocd-cm is asked, and its operation is Running for as long as it waits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.gates.applications import health_while_syncing
from argowave.gates.checks import compiles
from argowave.gates.places import Spot
from argowave.health.status import HealthStatus
from argowave.rules.order._words import wave_path, where
from argowave.rules.rule import Undecided, at
from argowave.tree.application import application_spec

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.order import Step
    from argowave.resources import Resource
    from argowave.rules.scene import Scene

_ONLY_CHANGED = "ApplyOutOfSyncOnly=true"


def waits_for_itself(scene: Scene) -> Iterator[Finding | Undecided]:
    """Give each Application whose sync never ends, as it waits for itself."""
    overrides = scene.checks.override("argoproj.io", "Application")
    if not overrides or not all(compiles(each) for each in overrides):
        return
    for resource in scene.inventory.of_kind("argoproj.io", "Application"):
        application = resource.application
        if application is None or not _is_itself(resource):
            continue
        steps, spot = scene.places.way_up(application), scene.places.spot(resource)
        if spot is None or len(steps) < 2:  # noqa: PLR2004 (a single step waits for nothing)
            continue
        is_last = spot.step == len(steps) - 1
        health = health_while_syncing(scene.checks, resource.manifest, is_last=is_last)
        if health is None or health.status is HealthStatus.HEALTHY:
            continue
        said = (
            f"the Application applies itself in {where(spot)}, and the health check under "
            f"{overrides[0].place} calls it {health.status} as long as its own sync runs"
        )
        if _applies_what_differs(resource):
            yield Undecided(resource.subject, f"{said}; {_ONLY_CHANGED} may leave it out of that")
            continue
        fails = health.status is HealthStatus.DEGRADED
        after = "so that the sync fails" if fails else "so that the sync waits for itself for ever"
        later = "" if is_last else f" and {_next(steps[spot.step + 1])} never comes"
        message = (
            f"{said}, {after}{later}; keep its file out of what it applies, or let the check "
            f"answer Healthy for {resource.name}"
        )
        yield at(resource, wave_path(resource), message)


def _is_itself(resource: Resource) -> bool:
    own = resource.application.manifest if resource.application is not None else None
    if own is None or own.name != resource.name:
        return False
    return not own.namespace or own.namespace == resource.namespace


def _next(step: Step) -> str:
    return where(Spot(0, 0, step.phase, step.wave))


def _applies_what_differs(resource: Resource) -> bool:
    policy = application_spec(resource.manifest).get("syncPolicy")
    options = policy.get("syncOptions") if isinstance(policy, dict) else None
    return isinstance(options, list) and _ONLY_CHANGED in options
