"""Findings and waivers → the findings that remain."""

from __future__ import annotations

import fnmatch
from typing import TYPE_CHECKING

from argowave.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from argowave.settings import Waiver

RULE = "waiver"


def apply_waivers(
    findings: Iterable[Finding], waivers: Sequence[Waiver], today: date, source: str
) -> tuple[list[Finding], int]:
    """Return the findings that no waiver covers, and how many were waived.

    A waiver that is past its day covers nothing and is a finding itself, and so is one that
    covers nothing because there is nothing to cover: both would otherwise outlive their reason.

    Args:
        findings: everything that was found.
        waivers: what the repository accepts.
        today: the day on which this is decided.
        source: the file that holds the waivers, for findings about them.
    """
    remaining = []
    used: set[int] = set()
    waived = 0
    for finding in findings:
        covering = [n for n, waiver in enumerate(waivers) if covers(waiver, finding)]
        used.update(covering)
        if any(waivers[number].until >= today for number in covering):
            waived += 1
        else:
            remaining.append(finding)
    for number, waiver in enumerate(waivers):
        if complaint := _complaint(waiver, today, is_used=number in used):
            pointer = f"$.waivers[{number}]"
            remaining.append(Finding(source, None, "", pointer, complaint, RULE))
    return remaining, waived


def covers(waiver: Waiver, finding: Finding) -> bool:
    """Tell whether a waiver is about a finding, whatever the day."""
    return (
        waiver.rule == finding.rule
        and fnmatch.fnmatchcase(finding.path, waiver.path)
        and fnmatch.fnmatchcase(finding.subject, waiver.subject)
    )


def _complaint(waiver: Waiver, today: date, *, is_used: bool) -> str | None:
    about = f"the waiver of {waiver.rule} ({waiver.reason})"
    if not is_used:
        return f"{about} covers no finding; remove it"
    if waiver.until < today:
        return f"{about} ended on {waiver.until}; mend what it covers or renew it"
    return None
