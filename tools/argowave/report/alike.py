"""Findings that one edit mends → one line, with how many objects it is about."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from argowave.listing import first_few

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from argowave.finding import Finding

# as `gather` joins them; what an element is called may have a comma too
_BETWEEN: Final = re.compile(r", (?=[^\s,/]+/)")
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
        return replace(first, application=_few((first.application,)))
    subjects = len({finding.subject for finding in group})
    subject = first.subject if subjects == 1 else f"{first.subject} and {subjects - 1} more"
    led = _few(finding.application for finding in group)
    return replace(first, subject=subject, application=led)


def _few(led: Iterable[str | None]) -> str | None:
    """Return the first of the Applications that led to a finding, and how many others did."""
    names = [name for each in led if each for name in _BETWEEN.split(each)]
    return first_few(list(dict.fromkeys(names)), _MOST_NAMED) or None
