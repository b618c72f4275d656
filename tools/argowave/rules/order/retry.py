"""retry: an Application that meets a failure which passes, and gives up before it has passed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from argowave.gates import Moment, Order, is_crossplanes
from argowave.health.status import HealthStatus
from argowave.rules.rule import Rule, at, place
from argowave.tree.application import automated

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from argowave.finding import Finding
    from argowave.resources import Resource
    from argowave.rules.scene import Scene
    from argowave.tree import Application

ENOUGH: Final = 600  # seconds: a provider that is pulled and an endpoint that starts take less
DEFAULT_LIMIT: Final = 5  # autoSync in controller/appcontroller.go
_UNITS: Final = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}
_DURATION: Final = re.compile(r"(?<!\d)(\d+(?:\.\d+)?)(ms|s|m|h)")


def check(scene: Scene) -> Iterator[Finding]:
    """Give each Application that would give up too early."""
    applications = scene.tree.applications
    if not applications:
        return
    reasons = _kinds_that_come_late(scene)
    for application in applications:
        reason = _failures(scene, application)
        if reason:
            reasons[application.chain] = reason
    gate = scene.holes.gate
    if gate is not None and gate.passes_failure_on:
        for application in reversed(applications):  # children before their parents
            parent = application.chain[:-1]
            if application.chain in reasons and parent:
                reason = f"Application/{application.name} may fail and then fails this one too"
                reasons.setdefault(parent, reason)
    by_manifest = {id(each.manifest): each for each in applications}
    for resource in scene.inventory.of_kind("argoproj.io", "Application"):
        found = by_manifest.get(id(resource.manifest))
        if found is not None and found.chain in reasons:
            yield from _judge(resource, reasons[found.chain])


def _judge(resource: Resource, reason: str) -> Iterator[Finding]:
    if automated(resource.spec) is None:
        return
    stated = resource.at("spec", "syncPolicy", "retry")
    waited = patience(stated if isinstance(stated, dict) else None)
    if waited is None or waited >= ENOUGH:
        return
    how = "no retry, so Argo CD's default" if stated is None else "a retry"
    path = ("spec", "syncPolicy", "retry") if stated is not None else ("spec", "syncPolicy")
    yield at(
        resource,
        path,
        f"{reason}, and Argo CD gives up after {waited:.0f} s of tries ({how}), until the next "
        f"commit; set limit: -1, or one that lasts {ENOUGH} s",
    )


def patience(retry: Mapping[str, Any] | None) -> float | None:
    """Return the seconds that an automated sync waits between its tries, None for no end.

    NextRetryAt in Argo CD's types.go: duration times factor to the power of n, at most
    maxDuration; 5 s, 2 and 3 m where nothing is stated, and 5 tries where there is no retry at all.
    """
    limit = DEFAULT_LIMIT if retry is None else retry.get("limit", 0)
    if not isinstance(limit, int) or limit < 0:
        return None
    stated = (retry or {}).get("backoff")
    backoff = stated if isinstance(stated, dict) else {}
    first = _seconds(backoff.get("duration"), 5.0)
    factor = backoff.get("factor", 2)
    longest = _seconds(backoff.get("maxDuration"), 180.0) or float("inf")
    step = float(factor) if isinstance(factor, int | float) else 2.0
    waited, wait = 0.0, first
    for _ in range(min(limit, 1000)):
        waited += min(wait, longest)
        wait = min(wait * step, longest)
    return waited


def _seconds(value: object, default: float) -> float:
    """Return a duration as Argo CD reads it: a number of seconds, or Go's 3m20s."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, str) or not value:
        return default
    if value.isdecimal():
        return float(value)
    return sum(float(number) * _UNITS[unit] for number, unit in _DURATION.findall(value))


def _failures(scene: Scene, application: Application) -> str:
    """Return why the sync of an Application may fail and mend itself, "" for no reason."""
    for resource in scene.inventory.of(application):
        if not is_crossplanes(resource.group):
            continue
        gate = scene.checks.gate(resource)
        if gate.passive or not gate.certain:
            continue
        failed = gate.says.get(Moment.FAILED)
        if gate.fails:
            moment = gate.fails[0].value
            return f"{place(resource)} is Degraded by {gate.check} while it is {moment}"
        if failed is not None and failed.status is HealthStatus.DEGRADED:
            return f"{place(resource)} is Degraded while what it talks to does not answer yet"
    return ""


def _kinds_that_come_late(scene: Scene) -> dict[tuple[str, ...], str]:
    """Return, by the chain of the Application, what may be applied before its kind is there."""
    found: dict[tuple[str, ...], str] = {}
    for dependency in scene.dependencies:
        application = dependency.source.application
        reference = dependency.edge.reference
        if application is None or reference.path != ("apiVersion",):
            continue
        elsewhere = dependency.target.application is not application
        late = dependency.comparison.order in (Order.TOGETHER, Order.LATER)
        if late or (elsewhere and dependency.target.kind == "Provider"):
            reason = f"{place(dependency.source)} may come before its kind: {reference.wanted}"
            found.setdefault(application.chain, f"{reason} brings it at run time")
    return found


RULE = Rule(
    name="retry",
    summary="an Application would give up before a failure that passes has passed",
    why=(
        "A wave in which something is Degraded fails the sync at once, and a kind that is not "
        "there yet fails it before it starts. Argo CD tries an automated sync again five times "
        "within about three minutes and never again for the same commit."
    ),
    mend=(
        "Set spec.syncPolicy.retry with limit: -1 or a large one, and refresh: true so that a "
        "repair is picked up."
    ),
    source="https://argo-cd.readthedocs.io/en/stable/user-guide/auto_sync/",
    check=check,
)
