"""A report as TAP version 13 (testanything.org): a line a manifest, or a line a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from argowave.finding import Severity
from argowave.report.lines import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from argowave.finding import Finding
    from argowave.report.summary import Summary
    from argowave.validate.checked import Checked


def write(
    stream: TextIO,
    findings: Sequence[Finding],
    summary: Summary,
    checked: Sequence[Checked] | None = None,
) -> None:
    """Write the plan, a test line each, and the summary as comments."""
    if checked is None:
        lines = [_finding(finding) for finding in findings]
    else:
        lines = list(_manifests(checked))
    stream.write(f"TAP version 13\n1..{len(lines)}\n")
    stream.writelines(
        f"{outcome} {number} - {description}\n"
        for number, (outcome, description) in enumerate(lines, start=1)
    )
    stream.writelines(f"# {_escaped(line)}\n" for line in (*summary.gaps(), str(summary)))


def _manifests(checked: Sequence[Checked]) -> Iterator[tuple[str, str]]:
    """Give one line a manifest, worded as in kubeconform (pkg/output/tap.go)."""
    for manifest in checked:
        names = (manifest.api_version, manifest.kind, manifest.namespace, manifest.name)
        named = _escaped(f"{manifest.source} ({'/'.join(names)})")
        match manifest.status.value:
            case "invalid":
                what = "; ".join(f"{one.pointer}: {one.message}" for one in manifest.findings())
                yield "not ok", f"{named}: {_escaped(what)}"
            case "error":
                yield "not ok", _escaped(f"{manifest.source}: {manifest.message}")
            case "skipped":
                yield "ok", f"{named} # SKIP {_escaped(manifest.message)}"
            case "empty":
                yield "ok", _escaped(f"{manifest.source} (empty)")
            case _:
                yield "ok", named


def _finding(finding: Finding) -> tuple[str, str]:
    outcome = "not ok" if finding.severity is Severity.ERROR else "ok"
    return outcome, _escaped(str(finding))


def _escaped(text: str) -> str:
    """Return `text` in one line, with the marks escaped that would start a directive."""
    return one_line(text).replace("\\", "\\\\").replace("#", "\\#")
