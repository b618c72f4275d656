"""One report with everything in it, for every format."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from argowave.finding import Finding, Severity
from argowave.report import Summary, writer
from argowave.validate.checked import Checked, Fault
from argowave.validate.result import Status

if TYPE_CHECKING:
    from collections.abc import Callable

WEB = ("Service", "shop", "web")
NASTY = 'a "quoted" <tag> & #hash \\ \x1b[31m \x00 é\nsecond line'


@pytest.fixture
def checked() -> list[Checked]:
    """Give one manifest of each status."""
    faults = (
        Fault(("spec", "ports", 0, "port"), 9, "is wrong"),
        Fault(("metadata", "labels", "a.b/c"), 4, NASTY),
    )
    return [
        Checked("a.yaml", 1, "v1", *WEB, Status.VALID),
        Checked("a.yaml", 7, "v1", *WEB, Status.INVALID, faults=faults),
        Checked("b.yaml", 2, "x/v1", "Widget", "", "w", Status.ERROR, "no schema", "x/v1/Widget"),
        Checked("c.yaml", 3, "", "", "", "", Status.ERROR, "is not UTF-8", readable=False),
        Checked("c.yaml", 5, "v1", "Secret", "", "s", Status.SKIPPED, "skipped as asked"),
        Checked("d.yaml", 1, "", "", "", "", Status.EMPTY, "is empty"),
    ]


@pytest.fixture
def findings() -> list[Finding]:
    """Give findings as lint has them: one with everything, a warning, one without a place."""
    return [
        Finding("a.yaml", 7, "Service/web", "$.spec", NASTY, "schema", application="dev/web"),
        Finding("a.yaml", 8, "Service/web", "", "is odd", "wave-order", Severity.WARNING),
        Finding("b", None, "", "", "has nothing in it", "empty-folder"),
    ]


@pytest.fixture
def summary() -> Summary:
    return Summary(
        files=4,
        valid=1,
        invalid=1,
        errors=2,
        skipped=1,
        empty=1,
        not_checked=("chart crossplane 2.3.4: not in the cache",),
        not_decided=(("wave-gate", 2, "a, b: why"),),
        missing_schemas=(("x/v1/Gadget", 1), ("x/v1/Widget", 3)),
    )


@pytest.fixture
def written(
    findings: list[Finding], checked: list[Checked], summary: Summary
) -> Callable[..., str]:
    """Give a function that writes the report in a format: manifest by manifest, or not."""

    def write(name: str, *, manifests: bool) -> str:
        stream = io.StringIO()
        if manifests:
            every = [finding for one in checked for finding in one.findings()]
            writer(name).write(stream, every, summary, checked)
        else:
            writer(name).write(stream, findings, summary)
        return stream.getvalue()

    return write
