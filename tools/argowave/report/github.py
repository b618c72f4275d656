"""A report as GitHub's workflow commands: an annotation on the line of each finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from argowave.report.alike import together
from argowave.report.lines import without_controls

if TYPE_CHECKING:
    from collections.abc import Sequence

    from argowave.finding import Finding
    from argowave.report.summary import Summary
    from argowave.validate.checked import Checked


def write(
    stream: TextIO,
    findings: Sequence[Finding],
    summary: Summary,
    checked: Sequence[Checked] | None = None,  # noqa: ARG001 (annotations are findings only)
) -> None:
    """Write a command each thing to mend and each that was not checked, then the summary.

    GitHub shows ten errors of a step, so that those of one place are one.
    """
    for finding in together(findings):
        where = {"file": finding.path, "title": finding.rule}
        if finding.line is not None:
            where["line"] = str(finding.line)
        named = f"{finding.subject} {finding.pointer}".strip()
        origin = f" ({finding.origin})" if finding.origins else ""
        words = f"{named}: {finding.message}{origin}".removeprefix(": ")
        stream.write(_command(finding.severity.value, where, words))
    stream.writelines(_command("notice", {"title": "not checked"}, gap) for gap in summary.gaps())
    stream.write(f"{summary}\n")


def _command(name: str, properties: dict[str, str], message: str) -> str:
    """Return one command, escaped as toCommandValue of @actions/core does it.

    What would steer whoever shows the log is written out.
    """
    said = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {said}::{_value(message)}\n"


def _value(text: str) -> str:
    return without_controls(text).replace("%", "%25").replace("\n", "%0A")


def _property(text: str) -> str:
    return _value(text).replace(":", "%3A").replace(",", "%2C")
