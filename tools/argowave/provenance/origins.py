"""Findings → the same with what a person edits to change what was found."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from argowave.report.summary import count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from argowave.finding import Finding
    from argowave.provenance.trail import Key, Trail

_RENDERINGS: Final = 5_000  # to find what is behind findings, a millisecond or two each
_SECONDS: Final = 4.0  # of the processor, for all of them, Helm's work included


def trace(
    repository: Path,
    findings: Sequence[Finding],
    trails: Mapping[Key, Trail],
    wanted: Sequence[Finding],
) -> tuple[tuple[Finding, ...], str]:
    """Return all findings, the wanted ones with their origins; and a line about what it took."""
    if not any(finding.application for finding in wanted):
        return tuple(findings), ""
    from argowave.bounded.worker import seconds_worked  # noqa: PLC0415 (only for findings)
    from argowave.provenance.budget import Budget  # noqa: PLC0415 (only for findings)
    from argowave.provenance.trace import Tracer  # noqa: PLC0415 (as above)

    budget = Budget(_RENDERINGS, _SECONDS, lambda: time.process_time() + seconds_worked())
    traced, missed = Tracer(repository, trails, budget).trace(wanted)
    known = dict(zip(wanted, traced, strict=True))
    what = f"{count(missed, 'finding')} without what is behind it: rendering again took too long"
    return tuple(known.get(each, each) for each in findings), what if missed else ""
