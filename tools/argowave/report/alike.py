"""Findings that one edit mends → one line, with how many objects it is about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from argowave.listing import first_few

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from argowave.finding import Finding

_MOST_NAMED: Final = 3  # Applications that led to one finding


def together(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings, those that differ in nothing but their object as one.

    An ApplicationSet's template and a kustomization's base make many objects out of one place.

    Args:
        findings: sorted, as `gather` returns them; the order of those that come first is kept.
    """
    groups: dict[Finding, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(replace(finding, subject="", application=None), []).append(finding)
    return (_one(group) for group in groups.values())


def _one(group: list[Finding]) -> Finding:
    first, *others = group
    if not others:
        return first
    subjects = len({finding.subject for finding in group})
    subject = first.subject if subjects == 1 else f"{first.subject} and {subjects - 1} more"
    led = [finding.application for finding in group if finding.application]
    named = first_few(list(dict.fromkeys(led)), _MOST_NAMED)
    return replace(first, subject=subject, application=named or None)
