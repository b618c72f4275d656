"""Rules over a scene → findings, and what could not be decided."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from argowave.finding import Severity
from argowave.process.begun import Begun
from argowave.rules.rule import Undecided

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from argowave.finding import Finding
    from argowave.rules.rule import Rule, Waiting
    from argowave.rules.scene import Scene

    Given = Finding | Undecided
    Ahead = dict[str, Begun[list[Given]]]  # by rule name

OFF = "off"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules say of one tree."""

    findings: tuple[Finding, ...]
    undecided: tuple[tuple[str, Undecided], ...]  # (rule's name, what)


def begin(scene: Scene, rules: Iterable[Rule], levels: Mapping[str, str]) -> Ahead:
    """Begin those rules that mostly wait for another process, which each does in a thread.

    Args:
        scene: one environment.
        rules: in any order.
        levels: as for `judge`.
    """
    return {
        rule.name: Begun(partial(_all_of, rule.begin(scene)))
        for rule in rules
        if rule.begin is not None and levels.get(rule.name) != OFF
    }


def judge(
    scene: Scene,
    rules: Sequence[Rule],
    levels: Mapping[str, str],
    ahead: Ahead | None = None,
) -> Verdict:
    """Return what every rule says.

    Args:
        scene: one environment.
        rules: in any order.
        levels: by rule name: off, or the severity that takes the place of the rule's own.
        ahead: what `begin` has begun, by rule name; the rest that waits is begun first.
    """
    findings: list[Finding] = []
    undecided: dict[tuple[str, Undecided], None] = {}
    begun = dict(ahead or {})
    begun |= begin(scene, [rule for rule in rules if rule.name not in begun], levels)
    for rule in rules:
        stated = levels.get(rule.name)
        if stated == OFF:
            continue
        waited = begun.get(rule.name)
        for given in rule.check(scene) if waited is None else waited.result():
            if isinstance(given, Undecided):
                undecided[rule.name, given] = None
            else:
                level = Severity(stated) if stated else _weight(rule, given)
                findings.append(replace(given, rule=rule.name, severity=level))
    return Verdict(tuple(findings), tuple(undecided))


def _all_of(waiting: Waiting) -> list[Given]:
    return list(waiting())


def _weight(rule: Rule, finding: Finding) -> Severity:
    """Return the rule's own weight; a finding of an error's rule may be a mere warning."""
    return (
        Severity.WARNING if Severity.WARNING in (rule.severity, finding.severity) else rule.severity
    )
