"""sync-window: a sync window of an AppProject that Argo CD cannot read, or that does nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from argowave.finding import Severity
from argowave.rules.rule import Rule, at
from argowave.times.cron import fields_fault, without_zone
from argowave.times.durations import is_duration
from argowave.times.time_zones import did_you_mean_zone, is_time_zone

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from argowave.finding import Finding
    from argowave.rules.scene import Scene

_STOPS: Final = (
    "Argo CD then syncs nothing that the window is for, and says only `invalid sync windows`"
)
_CHOOSES: Final = ("applications", "namespaces", "clusters")


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each field of a window that has to change."""
    for project in scene.inventory.of_kind("argoproj.io", "AppProject"):
        for index, window in enumerate(project.items("spec", "syncWindows")):
            if isinstance(window, dict):
                path = ("spec", "syncWindows", index)
                for field, message in _faults(window):
                    yield at(project, (*path, field) if field in window else path, message)
                zone = window.get("timeZone")
                if isinstance(zone, str) and not is_time_zone(zone):
                    found = at(project, (*path, "timeZone"), _zone_fault(zone))
                    yield replace(found, severity=Severity.WARNING)


def _faults(window: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give fields and what is wrong with them.

    SyncWindows.Matches, active, hasAllow and hasDeny in Argo CD's types.go: a schedule or a
    duration that does not parse is an error for every Application that the window matches; a kind
    that is neither of the two is not looked at, and a window that chooses nothing matches nothing.
    """
    schedule, duration, kind = (window.get(key, "") for key in ("schedule", "duration", "kind"))
    if isinstance(schedule, str) and (wrong := _schedule_fault(schedule)):
        yield "schedule", f'the schedule "{schedule}" does not parse: {wrong}; {_STOPS}'
    if isinstance(duration, str) and not is_duration(duration):
        yield (
            "duration",
            f'"{duration}" is no duration; write it as 1h or 1h30m, days are 24h; {_STOPS}',
        )
    if isinstance(kind, str) and kind not in ("allow", "deny"):
        yield "kind", f'Argo CD knows no kind "{kind}" and passes over the window; allow or deny'
    if not any(window.get(key) for key in _CHOOSES):
        message = "the window is for no Application; state applications, namespaces or clusters"
        yield "", message


def _schedule_fault(schedule: str) -> str:
    """Say why a schedule does not parse.

    SyncWindows.active makes the parser with five fields and without descriptors, so that @daily is
    refused. The zone of a leading TZ= has to be known there.
    """
    fault, schedule = without_zone(schedule)
    if fault:
        return fault
    if schedule.startswith("@"):
        return f"Argo CD takes no descriptors, and {schedule} is one"
    return fields_fault(schedule)


def _zone_fault(zone: str) -> str:
    """Say what becomes of a window whose zone time.LoadLocation does not know.

    scheduleOffsetByTimeZone in Argo CD's types.go writes a line into the log and takes UTC.
    """
    said = f"there is no time zone {zone}, and Argo CD takes the hours for UTC"
    return said + did_you_mean_zone(zone)


RULE = Rule(
    name="sync-window",
    summary="a sync window of an AppProject that Argo CD cannot read, or that does nothing",
    why=(
        "A schedule or duration that does not parse is an error of every sync that the window is "
        "for, so that none of these Applications is ever synced. A kind that is neither allow nor "
        "deny, or a window that chooses no Application, has no effect, without a word. Of a time "
        "zone that is not known only Argo CD's log tells: the window is then in UTC."
    ),
    mend=(
        "Write five cron fields (no @daily, Sunday is 0), a duration such as 1h30m, kind allow or "
        'deny, and what it is for: applications: ["*"].'
    ),
    source="https://argo-cd.readthedocs.io/en/stable/user-guide/sync_windows/",
    check=check,
)
