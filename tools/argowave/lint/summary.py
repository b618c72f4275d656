"""What a lint amounts to: counted for each environment, and named where it was not checked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from argowave.finding import Finding
from argowave.report.summary import Summary, count

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from argowave.rules import Undecided
    from argowave.sources.request import NotChecked


_SHOWN = 3  # things that a rule could not decide, of those with one reason


@dataclass(frozen=True, slots=True)
class EnvironmentSummary:
    """The figures of one environment."""

    name: str
    applications: int
    files: frozenset[str]  # files and templates that manifests came from
    statuses: Mapping[str, int]  # valid, invalid, error, skipped, empty → manifests
    missing_schemas: Mapping[str, int]  # group/version/Kind → manifests that were not validated
    unchecked_rules: Mapping[str, tuple[str, ...]]  # group/version/Kind → rules no schema states
    not_checked: tuple[NotChecked, ...]
    undecided: tuple[tuple[str, Undecided], ...] = ()  # (rule, what it could not decide)
    assumptions: tuple[str, ...] = ()  # what was taken for true though nobody states it

    @property
    def manifests(self) -> int:
        """How many manifests were seen."""
        return sum(self.statuses.values())

    def __str__(self) -> str:
        """Return `dev: 9 Applications, 41 manifests: 40 valid, 1 invalid`."""
        counts = ", ".join(
            f"{number} {status}" for status, number in self.statuses.items() if number
        )
        applications = count(self.applications, "Application")
        line = f"{self.name}: {applications}, {count(self.manifests, 'manifest')}: {counts or 0}"
        return "\n  ".join((line, *self.assumptions))


def summarise(summaries: Sequence[EnvironmentSummary]) -> Summary:
    """Return the figures of all environments together, for a report."""

    def total(status: str) -> int:
        return sum(summary.statuses.get(status, 0) for summary in summaries)

    missing: dict[str, int] = {}
    for summary in summaries:
        for kind, number in summary.missing_schemas.items():
            missing[kind] = missing.get(kind, 0) + number
    return Summary(
        files=len(frozenset().union(*(summary.files for summary in summaries))),
        valid=total("valid"),
        invalid=total("invalid"),
        errors=total("error"),
        skipped=total("skipped"),
        empty=total("empty"),
        not_checked=tuple(_gaps(summaries)),
        not_decided=tuple(_open_questions(summaries)),
        missing_schemas=tuple(sorted(missing.items())),
    )


def _gaps(summaries: Iterable[EnvironmentSummary]) -> list[str]:
    """Return what was not checked, each thing once with the environments that have it."""
    gaps: dict[str, list[str]] = {}
    for summary in summaries:
        for entry in summary.not_checked:
            if entry.is_finding:
                continue
            gaps.setdefault(f"{entry.what}: {entry.why}", []).append(summary.name)
        for kind, names in sorted(summary.unchecked_rules.items()):
            places = dict.fromkeys(name.partition(": ")[0] for name in names)
            rules = count(len(names), "CEL rule")
            gap = f"{rules} of {kind} that no schema can state, at {', '.join(places)}"
            gaps.setdefault(gap, []).append(summary.name)
    return [f"{gap} [{', '.join(names)}]" for gap, names in gaps.items()]


def _open_questions(summaries: Iterable[EnvironmentSummary]) -> list[tuple[str, int, str]]:
    """Return (rule, how many, why) of what rules could not decide, each thing once."""
    grouped: dict[tuple[str, str], set[str]] = {}
    for summary in summaries:
        for rule, undecided in summary.undecided:
            grouped.setdefault((rule, undecided.why), set()).add(undecided.what)
    return [
        (rule, len(things), f"{', '.join(sorted(things)[:_SHOWN])}: {why}")
        for (rule, why), things in sorted(grouped.items())
    ]


def said_once(summaries: Iterable[EnvironmentSummary]) -> list[EnvironmentSummary]:
    """Return the same, each thing that was taken for true only in the first that says it."""
    said: set[str] = set()
    found = []
    for summary in summaries:
        fresh = tuple(each for each in summary.assumptions if each not in said)
        found.append(replace(summary, assumptions=fresh))
        said.update(fresh)
    return found


def incomplete(summaries: Iterable[EnvironmentSummary]) -> list[Finding]:
    """Return a finding for each thing that was not checked, for those who require all of it.

    Rules of a CRD that no schema can state are left out: nobody could mend them.
    """
    findings = []
    for summary in summaries:
        messages = [
            f"{entry.what} was not checked: {entry.why}"
            for entry in summary.not_checked
            if not entry.is_finding
        ]
        messages += [
            f"there is no schema for {kind}: {count(number, 'manifest')} not validated"
            for kind, number in sorted(summary.missing_schemas.items())
        ]
        path = f"environments/{summary.name}"
        findings += [
            Finding(path, None, "", "", message, "not-checked", application=summary.name)
            for message in messages
        ]
    return findings
