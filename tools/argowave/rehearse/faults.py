"""A rehearsal that does not go on → findings: what waits, what it said last, what leads nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.finding import Finding
from argowave.gates import automated
from argowave.health import HealthStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.rehearse.course import Course
    from argowave.resources import Resource

RULE = "rehearsal"
LOOKED_AT = ("topics", "queues", "subscriptions", "queue-policies", "tables", "dead-letters")
_WELL = {"", HealthStatus.HEALTHY.value}


def faults_of(rehearsal: Course) -> tuple[Finding, ...]:
    """Return what is wrong with a rehearsal as it stands."""
    found = [
        *rehearsal.stage.tree.all_findings,  # what Argo CD could not even read
        *_not_automated(rehearsal),
        *_stuck(rehearsal),
        *_leaks(rehearsal),
        *_workloads(rehearsal),
    ]
    return tuple(dict.fromkeys(found))


def no_event(rehearsal: Course) -> tuple[Finding, ...]:
    """Return why no event is in a table although everything is Synced and Healthy."""
    from argowave.rehearse.tracing import where_events_are  # noqa: PLC0415 (only when one is missing)

    return tuple(
        _finding(rehearsal, resource, message) for resource, message in where_events_are(rehearsal)
    )


def seen_by_checks(rehearsal: Course) -> tuple[Finding, ...]:
    """Return what the flow checks find in AWS, looking once."""
    from argowave.flows import Scene, from_inventory, run_checks  # noqa: PLC0415 (once a rehearsal)
    from argowave.flows.registry import find_checks  # noqa: PLC0415 (as above)

    declared = from_inventory(rehearsal.stage.inventory, rehearsal.stage.name)
    scene = Scene(rehearsal.aws, declared)
    results = run_checks(scene, find_checks(LOOKED_AT), timeout=0)
    return tuple(finding for result in results for finding in result.findings)


def _not_automated(rehearsal: Course) -> Iterator[Finding]:
    for live in rehearsal.cluster.of_kind("argoproj.io", "Application"):
        if automated(live.resource.spec) is None:
            message = "is not synced: it waits for a person, and everything after it with it"
            yield _finding(rehearsal, live.resource, message)


def _stuck(rehearsal: Course) -> Iterator[Finding]:
    """Yield each resource whose last state is not a good one."""
    last = {id(event.resource): event for event in rehearsal.timeline.events}
    for event in last.values():
        if event.resource.kind == "Application" and event.resource.group == "argoproj.io":
            continue  # it only passes on what its resources say
        if event.sync != "Synced":
            yield _finding(rehearsal, event.resource, f"is not applied: {event.message}")
        elif event.health not in _WELL:
            words = event.message
            if event.resource.kind == "Job" and event.health == HealthStatus.PROGRESSING:
                words = f"{words}: {rehearsal.workloads.said(event.resource.key)}"
            yield _finding(rehearsal, event.resource, f"stays {event.health}: {words}")


def _leaks(rehearsal: Course) -> Iterator[Finding]:
    for operation in rehearsal.applications.operations.values():
        for leak in operation.leaks:
            message = (
                f"wave {leak.wave} opened, with {leak.opened.subject}, although this was "
                f"{leak.why}: the health check for it calls that Healthy"
            )
            yield _finding(rehearsal, leak.missing, message)


def _workloads(rehearsal: Course) -> Iterator[Finding]:
    resources = {each.subject: each for each in rehearsal.stage.inventory.resources}
    for subject, complaint in rehearsal.workloads.complaints().items():
        yield _finding(rehearsal, resources[subject], complaint)
    for subject, (count, words) in rehearsal.workloads.restarts().items():
        message = f"ended and was started again, {count} times so far: {words}"
        yield _finding(rehearsal, resources[subject], message)


def _finding(rehearsal: Course, resource: Resource, message: str) -> Finding:
    document = resource.manifest.document
    application = resource.application
    led = f"{rehearsal.stage.name}/{application.name}" if application else None
    return Finding(
        document.source, document.line, resource.subject, "", message, RULE, application=led
    )
