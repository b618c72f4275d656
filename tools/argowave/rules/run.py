"""Rules over a scene → findings, and what could not be decided."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from argowave.begun import Begun
from argowave.finding import Severity
from argowave.rules.rule import Undecided

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from argowave.finding import Finding
    from argowave.rules.rule import Rule
    from argowave.rules.scene import Scene

OFF = "off"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules say of one tree."""

    findings: tuple[Finding, ...]
    undecided: tuple[tuple[str, Undecided], ...]  # (rule's name, what)


def judge(scene: Scene, rules: Iterable[Rule], levels: Mapping[str, str]) -> Verdict:
    """Return what every rule says.

    Args:
        scene: one environment.
        rules: in any order.
        levels: by rule name: off, or the severity that takes the place of the rule's own.
    """
    findings: list[Finding] = []
    undecided: dict[tuple[str, Undecided], None] = {}
    wanted = [rule for rule in rules if levels.get(rule.name) != OFF]
    begun = {rule.name: Begun(partial(_all_of, rule, scene)) for rule in wanted if rule.waits}
    for rule in wanted:
        stated = levels.get(rule.name)
        ahead = begun.get(rule.name)
        for given in rule.check(scene) if ahead is None else ahead.result():
            if isinstance(given, Undecided):
                undecided[rule.name, given] = None
            else:
                level = Severity(stated) if stated else _weight(rule, given)
                findings.append(replace(given, rule=rule.name, severity=level))
    return Verdict(tuple(findings), tuple(undecided))


def _all_of(rule: Rule, scene: Scene) -> list[Finding | Undecided]:
    return list(rule.check(scene))


def _weight(rule: Rule, finding: Finding) -> Severity:
    """Return the rule's own weight; a finding of an error's rule may be a mere warning."""
    return (
        Severity.WARNING if Severity.WARNING in (rule.severity, finding.severity) else rule.severity
    )
