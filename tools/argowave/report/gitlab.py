"""A report as GitLab's code quality: a JSON list, shown beside a merge request."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, TextIO

from argowave.finding import Severity
from argowave.report.fingerprints import fingerprints

if TYPE_CHECKING:
    from collections.abc import Sequence

    from argowave.finding import Finding
    from argowave.report.summary import Summary
    from argowave.validate.checked import Checked

_SEVERITIES: Final = {Severity.ERROR: "major", Severity.WARNING: "minor"}


def write(
    stream: TextIO,
    findings: Sequence[Finding],
    summary: Summary,  # noqa: ARG001 (the format has room for findings only)
    checked: Sequence[Checked] | None = None,  # noqa: ARG001 (as above)
) -> None:
    """Write one entry a finding; one without a line stands on the first."""
    entries = [
        {
            "description": _words(finding),
            "check_name": finding.rule,
            "fingerprint": mark,
            "severity": _SEVERITIES[finding.severity],
            "location": {"path": finding.path, "lines": {"begin": max(finding.line or 1, 1)}},
        }
        for finding, mark in zip(findings, fingerprints(findings), strict=True)
    ]
    json.dump(entries, stream, indent=2)
    stream.write("\n")


def _words(finding: Finding) -> str:
    origin = f"({finding.origin})" if finding.origins else ""
    return f"{finding.subject} {finding.pointer} {finding.message} {origin}".strip()
