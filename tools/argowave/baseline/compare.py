"""Findings and a baseline → those that are new, and what of the baseline is no longer there."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from argowave.baseline.entry import Baseline, Known
from argowave.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

RULE: Final = "baseline"
# a waiver that ended or covers nothing is never an old burden: it is one line to remove
_NEVER: Final = frozenset((RULE, "waiver"))


def baseline_of(findings: Iterable[Finding], before: Baseline | None = None) -> Baseline:
    """Return the baseline that passes over all of these findings.

    Args:
        findings: gathered, and without those that waivers cover.
        before: a baseline that is kept, where this run did not look at everything.
    """
    counts: dict[Known, int] = dict(before.counts) if before else {}
    for known, number in _count(findings).items():
        counts[known] = max(number, counts.get(known, 0))
    return Baseline(counts=counts)


def apply_baseline(
    findings: Sequence[Finding], baseline: Baseline, *, whole: bool, stale: Severity
) -> tuple[list[Finding], int]:
    """Return the findings that are new, with one for each stale entry; and how many are not new.

    Where there are more findings than an entry counts nobody can tell which of them is new, so
    all of them are shown.

    Args:
        findings: gathered, and without those that waivers cover.
        baseline: what was there before.
        whole: whether everything was looked at; otherwise nothing is known to be gone.
        stale: the severity of an entry that counts more than there is.
    """
    found = _count(findings)
    covered = {known for known, number in baseline.counts.items() if found[known] <= number}
    remaining = [
        finding
        for finding in findings
        if finding.rule in _NEVER or Known.of(finding) not in covered
    ]
    passed = len(findings) - len(remaining)
    if whole:
        remaining += [
            Finding(baseline.shown, baseline.lines.get(known), "", "", words, RULE, stale)
            for known, number in sorted(baseline.counts.items())
            if (words := _stale(known, number, found[known]))
        ]
    return remaining, passed


def _count(findings: Iterable[Finding]) -> Counter[Known]:
    return Counter(Known.of(finding) for finding in findings if finding.rule not in _NEVER)


def _stale(known: Known, expected: int, found: int) -> str:
    if found >= expected:
        return ""
    if not found:
        return f"{known} is no longer found; remove its entry or write the baseline anew"
    return f"{known} is found {found} of {expected} times; lower its count or write it anew"
