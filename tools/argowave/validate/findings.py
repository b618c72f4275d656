"""Result → findings, each with its file line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.finding import Finding, Severity
from argowave.validate.pointer import show_pointer
from argowave.validate.result import Status
from argowave.yamlio import YamlFault

if TYPE_CHECKING:
    from argowave.validate.result import Result

SCHEMA_RULE = "schema"
YAML_RULE = "yaml"


def findings_of(result: Result) -> list[Finding]:
    """Return what is wrong with one manifest: an error only where it is INVALID or ERROR."""
    document, subject = result.document, result.subject
    if isinstance(document, YamlFault):
        return [Finding(document.source, document.line, subject, "", result.message, YAML_RULE)]
    if result.status is Status.ERROR:
        line = document.line_of(())
        return [Finding(document.source, line, subject, "", result.message, SCHEMA_RULE)]
    return [
        Finding(
            document.source,
            document.line_of(violation.pointer),
            subject,
            show_pointer(violation.pointer),
            violation.message,
            SCHEMA_RULE,
            Severity.WARNING if violation.doubtful else Severity.ERROR,
        )
        for violation in result.violations
    ]
