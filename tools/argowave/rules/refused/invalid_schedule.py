"""invalid-schedule: a schedule or time zone that the controller of its kind cannot read.

Source: all of these give it to github.com/robfig/cron: validateCronWorkflow of Argo Workflows,
parseCronSchedule of Velero, the webhooks of CloudNativePG, Kyverno and Longhorn.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from argowave.finding import Severity
from argowave.references.named import places
from argowave.rules.rule import Rule, at
from argowave.times.cron import seconds_fault, standard_fault, without_zone
from argowave.times.time_zones import did_you_mean_zone, is_time_zone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.rules.scene import Scene

_FIELDS: Final = {
    ("argoproj.io", "CronWorkflow"): ("spec.schedule", "spec.schedules[]"),
    ("velero.io", "Schedule"): ("spec.schedule",),
    ("kyverno.io", "CleanupPolicy"): ("spec.schedule",),
    ("kyverno.io", "ClusterCleanupPolicy"): ("spec.schedule",),
    ("longhorn.io", "RecurringJob"): ("spec.cron",),
}
_FILLED_IN: Final = ("{{", "${")
_SIX: Final = 6


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each schedule and time zone that does not parse."""
    for (group, kind), patterns in _FIELDS.items():
        for resource in scene.inventory.of_kind(group, kind):
            for path in (path for each in patterns for path in places(resource, each)):
                stated = resource.text(*path)
                if not _is_open(stated) and (fault := standard_fault(stated)):
                    yield at(resource, path, _never(stated, fault))
    for workflow in scene.inventory.of_kind("argoproj.io", "CronWorkflow"):
        zone = workflow.text("spec", "timezone")
        if not _is_open(zone) and not is_time_zone(zone):
            message = f"there is no time zone {zone}, so that the workflow never runs"
            yield at(workflow, ("spec", "timezone"), f"{message}{did_you_mean_zone(zone)}")
        if workflow.text("spec", "schedule") and workflow.items("spec", "schedules"):
            message = (
                "schedule stands beside schedules, so that the workflow never runs; leave one out"
            )
            yield at(workflow, ("spec", "schedule"), message)
    yield from _of_databases(scene)


def _of_databases(scene: Scene) -> Iterator[Finding]:
    """Judge the backups of CloudNativePG, whose schedules begin with the second.

    Five fields are taken too, the day of the week left out: `0 2 * * *` is each hour at 02:00.
    """
    path = ("spec", "schedule")
    for backup in scene.inventory.of_kind("postgresql.cnpg.io", "ScheduledBackup"):
        stated = backup.text(*path)
        if _is_open(stated):
            continue
        if fault := seconds_fault(stated):
            yield at(backup, path, _never(stated, fault))
            continue
        _, bare = without_zone(stated)
        if not bare.startswith("@") and len(bare.split()) != _SIX:
            message = (
                f"the schedule {bare} has five fields, and the first one is the second here: it is "
                f"not what it would be in a CronJob; write 0 {bare} for that"
            )
            yield replace(at(backup, path, message), severity=Severity.WARNING)


def _is_open(stated: str) -> bool:
    return not stated or any(mark in stated for mark in _FILLED_IN)


def _never(schedule: str, fault: str) -> str:
    return f"the schedule {schedule} does not parse, so that nothing ever runs by it: {fault}"


RULE = Rule(
    name="invalid-schedule",
    summary="a schedule or time zone that the controller of its kind cannot read",
    why=(
        "Schemas take any text. The controller says in the status or the log alone that it cannot "
        "read it: no backup is made and no workflow runs, or every hour instead of every night."
    ),
    mend="Write five cron fields, Sunday is 0; six for a ScheduledBackup of CloudNativePG.",
    source="https://pkg.go.dev/github.com/robfig/cron/v3#hdr-CRON_Expression_Format",
    check=check,
)
