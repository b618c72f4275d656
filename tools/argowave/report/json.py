"""A report for programs: kubeconform's `resources` and `summary`, and every finding.

The shape is published in `report.schema.json` beside this module.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TextIO

from argowave.validate.pointer import json_pointer, show_pointer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from argowave.finding import Finding
    from argowave.report.summary import Summary
    from argowave.validate.checked import Checked


def write(
    stream: TextIO,
    findings: Sequence[Finding],
    summary: Summary,
    checked: Sequence[Checked] | None = None,
) -> None:
    """Write one JSON object; `resources` is there where manifests are given one by one."""
    report: dict[str, Any] = {"version": 1}
    if checked is not None:
        report["resources"] = [_resource(manifest) for manifest in checked]
    report["findings"] = [describe_finding(finding) for finding in findings]
    report["summary"] = _summary(summary)
    json.dump(report, stream, indent=2)
    stream.write("\n")


def _resource(manifest: Checked) -> dict[str, Any]:
    """Return what kubeconform says of a resource (pkg/output/json.go), and the line."""
    described: dict[str, Any] = {
        "filename": manifest.source,
        "line": manifest.line,
        "kind": manifest.kind,
        "name": manifest.name,
        "version": manifest.api_version,
        "status": f"status{manifest.status.value.capitalize()}",
        "msg": "; ".join(
            f"{finding.pointer}: {finding.message}".removeprefix(": ")
            for finding in manifest.findings()
        )
        or manifest.message,
    }
    if manifest.faults:
        described["validationErrors"] = [
            {
                "path": json_pointer(fault.pointer),
                "pointer": show_pointer(fault.pointer),
                "line": fault.line,
                "msg": fault.message,
            }
            for fault in manifest.faults
        ]
    return described


def describe_finding(finding: Finding) -> dict[str, Any]:
    """Return one finding as JSON has it."""
    described: dict[str, Any] = {
        "path": finding.path,
        "line": finding.line,
        "subject": finding.subject,
        "pointer": finding.pointer,
        "message": finding.message,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "application": finding.application,
    }
    if finding.origins:
        described["origins"] = [
            {
                "kind": "value" if origin.key else "template",
                "path": origin.path,
                "line": origin.line,
                "key": origin.key,
            }
            for origin in finding.origins
        ]
    return described


def _summary(summary: Summary) -> dict[str, Any]:
    return {
        "files": summary.files,
        "manifests": summary.manifests,
        "valid": summary.valid,
        "invalid": summary.invalid,
        "errors": summary.errors,
        "skipped": summary.skipped,
        "empty": summary.empty,
        "missingSchemas": dict(summary.missing_schemas),
        "notChecked": list(summary.not_checked),
        "notDecided": [
            {"rule": rule, "count": number, "what": what}
            for rule, number, what in summary.not_decided
        ],
    }
