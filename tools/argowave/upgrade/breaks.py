"""What breaks with a version, object by object, the first version only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from argowave.finding import Finding


@dataclass(frozen=True, slots=True)
class Break:
    """One object, the first version with which it breaks, and everything that breaks then."""

    target: str  # Kubernetes 1.37
    findings: tuple[Finding, ...]  # of one object


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What came of one environment."""

    name: str
    kubernetes_version: str  # that the environment has
    targets: tuple[str, ...]
    objects: int
    breaks: tuple[Break, ...]
    not_checked: tuple[str, ...]


def first_breaks(
    series: Sequence[tuple[str, Sequence[Finding]]], present: Iterable[Finding]
) -> list[Break]:
    """Return each object's first target with which it breaks.

    Args:
        series: targets, oldest first, and what is wrong with each.
        present: what is wrong already; it is nothing that an upgrade breaks.
    """
    known = {_fault(each) for each in present}
    met: set[tuple[str, str, str | None]] = set()
    found: list[Break] = []
    for target, findings in series:
        objects: dict[tuple[str, str, str | None], list[Finding]] = {}
        for finding in findings:
            owner = (finding.path, finding.subject, finding.application)
            if _fault(finding) not in known and owner not in met:
                objects.setdefault(owner, []).append(finding)
        met.update(objects)
        found += [Break(target, tuple(each)) for each in objects.values()]
    return found


def _fault(finding: Finding) -> tuple[str, str, str, str, str | None]:
    return (
        finding.path,
        finding.subject,
        finding.pointer,
        finding.message,
        finding.application,
    )
