"""What a lint comes to, before waivers: findings and figures, and how they are kept."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import Any

from argowave.finding import Finding, Origin, Severity
from argowave.report.summary import Summary

_FINDING = tuple(field.name for field in fields(Finding))
_ORIGIN = tuple(field.name for field in fields(Origin))
_SUMMARY = tuple(field.name for field in fields(Summary))


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything that a report is made from, whatever its format and the day."""

    findings: tuple[Finding, ...]
    incomplete: tuple[Finding, ...]  # what --require-all adds
    summary: Summary
    lines: tuple[str, ...]  # one for each environment


def to_bytes(outcome: Outcome) -> bytes:
    """Return an outcome as JSON; `from_bytes` gives it back."""
    table = {
        "findings": [_said(found) for found in outcome.findings],
        "incomplete": [_said(found) for found in outcome.incomplete],
        "summary": _values(outcome.summary, _SUMMARY),
        "lines": outcome.lines,
    }
    return json.dumps(table, separators=(",", ":")).encode()


def from_bytes(data: bytes) -> Outcome:
    """Return the outcome that `to_bytes` wrote.

    Raises:
        ValueError, KeyError, TypeError: it did not write this.
    """
    table = json.loads(data)
    return Outcome(
        findings=tuple(_finding(values) for values in table["findings"]),
        incomplete=tuple(_finding(values) for values in table["incomplete"]),
        summary=Summary(*_tuples(table["summary"])),
        lines=tuple(table["lines"]),
    )


def _said(finding: Finding) -> list[Any]:
    values = dict(zip(_FINDING, _values(finding, _FINDING), strict=True))
    values["origins"] = [_values(origin, _ORIGIN) for origin in finding.origins]
    return list(values.values())


def _values(value: object, names: tuple[str, ...]) -> list[Any]:
    return [getattr(value, name) for name in names]


def _finding(values: list[Any]) -> Finding:
    named = dict(zip(_FINDING, _tuples(values), strict=True))
    named["severity"] = Severity(named["severity"])
    named["origins"] = tuple(Origin(*origin) for origin in named["origins"])
    return Finding(**named)


def _tuples(values: list[Any]) -> tuple[Any, ...]:
    return tuple(_tuples(value) if isinstance(value, list) else value for value in values)
