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
    """Return all findings, the wanted ones with their origins; and a line about what it took.

    Raises:
        InvocationError: what states how long it may take is no number.
    """
    if not any(finding.application for finding in wanted):
        return tuple(findings), ""
    from argowave.bounded.bounds import ORIGINS, seconds_for_origins  # noqa: PLC0415 (as below)
    from argowave.bounded.worker import seconds_worked  # noqa: PLC0415 (only for findings)
    from argowave.provenance.budget import Budget  # noqa: PLC0415 (only for findings)
    from argowave.provenance.trace import Tracer  # noqa: PLC0415 (as above)

    seconds = seconds_for_origins(_SECONDS)
    renderings = max(1, round(_RENDERINGS * seconds / _SECONDS))
    budget = Budget(renderings, seconds, lambda: time.process_time() + seconds_worked())
    traced, missed = Tracer(repository, trails, budget).trace(wanted)
    known = dict(zip(wanted, traced, strict=True))
    what = (
        f"{count(missed, 'finding')} without what is behind it: rendering again would take more "
        f"than {seconds:g} s of the processor ({ORIGINS}=60 gives it a minute)"
    )
    return tuple(known.get(each, each) for each in findings), what if missed else ""
