"""A report as SARIF 2.1.0, which code scanning reads."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, Final, TextIO
from urllib.parse import quote

from argowave import __version__
from argowave.report.fingerprints import fingerprints
from argowave.report.markdown import escape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from argowave.finding import Finding
    from argowave.report.summary import Summary
    from argowave.validate.checked import Checked

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"


def write(
    stream: TextIO,
    findings: Sequence[Finding],
    summary: Summary,
    checked: Sequence[Checked] | None = None,  # noqa: ARG001 (SARIF has results only)
) -> None:
    """Write one run: its rules, a result each finding, and what was not checked as notes."""
    rules = sorted({finding.rule for finding in findings})
    run = {
        "tool": {
            "driver": {
                "name": "argowave",
                "version": __version__,
                "rules": [_rule(name) for name in rules],
            }
        },
        "columnKind": "utf16CodeUnits",
        "results": [
            _result(finding, rules.index(finding.rule), mark)
            for finding, mark in zip(findings, fingerprints(findings), strict=True)
        ],
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [
                    {"level": "note", "message": {"text": gap}} for gap in summary.gaps()
                ],
            }
        ],
    }
    json.dump({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, stream, indent=2)
    stream.write("\n")


def _rule(name: str) -> dict[str, Any]:
    from argowave.rules.registry import all_named  # noqa: PLC0415 (this format only)

    rule = all_named().get(name)
    if rule is None:  # somebody else's
        return {"id": name}
    is_address = rule.source.startswith("https://")  # else a page of argowave's own
    shown = f"<{rule.source}>" if is_address else rule.source
    return {
        "id": name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.why},
        "help": {
            "text": f"{rule.mend}\n{rule.source}",
            "markdown": f"{escape(rule.mend)}\n\n{shown}",
        },
        **({"helpUri": rule.source} if is_address else {}),
        "defaultConfiguration": {"level": rule.severity.value},
    }


def _result(finding: Finding, rule_index: int, mark: str) -> dict[str, Any]:
    logical = f"{finding.subject} {finding.pointer}".strip()
    location: dict[str, Any] = {"physicalLocation": _place(finding.path, finding.line)}
    if logical:
        location["logicalLocations"] = [{"fullyQualifiedName": logical}]
    words = f"{logical}: {finding.message}".removeprefix(": ")
    related = [_related(finding, number) for number in range(len(finding.origins))]
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": rule_index,
        "level": finding.severity.value,
        "message": {"text": words},
        "locations": [location],
        "partialFingerprints": {"argowave/v1": mark},
    }
    return {**result, "relatedLocations": related} if related else result


def _related(finding: Finding, number: int) -> dict[str, Any]:
    """Return the location of an origin, with a message that a viewer shows beside it."""
    origin = finding.origins[number]
    words = f"set by {origin.key}" if origin.key else "written here"
    return {
        "id": number + 1,
        "physicalLocation": _place(origin.path, origin.line),
        "message": {"text": words},
    }


def _place(path: str, line: int | None) -> dict[str, Any]:
    uri = quote(os.fsencode(path))
    place: dict[str, Any] = {"artifactLocation": {"uri": uri, "uriBaseId": "%SRCROOT%"}}
    if line is not None:
        place["region"] = {"startLine": max(line, 1)}
    return place
