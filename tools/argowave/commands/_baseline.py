"""`--baseline` and `--write-baseline`: findings that were there before."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from argowave.errors import InvocationError
from argowave.report.summary import count

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from argowave.baseline import Baseline
    from argowave.finding import Finding


def add_baseline(parser: ArgumentParser) -> None:
    """Declare the arguments about a baseline."""
    group = parser.add_argument_group(
        "baseline",
        "For a repository with old findings: they are written to a file once, and from then on "
        "only new ones are shown. An entry whose findings are mended is a warning.",
    )
    either = group.add_mutually_exclusive_group()
    either.add_argument(
        "--baseline", type=Path, metavar="FILE", help="show only what is not in FILE"
    )
    either.add_argument(
        "--write-baseline",
        type=Path,
        metavar="FILE",
        help="write what is found to FILE; with ENV, entries that this run does not see are kept",
    )
    group.add_argument(
        "--fail-on-stale",
        action="store_true",
        help="an entry of the baseline whose findings are mended is an error",
    )


def open_baseline(arguments: Namespace) -> Baseline | None:
    """Return the baseline to compare with or to write over; None without any.

    It is read before anything is rendered, so that a damaged one costs no time, and so that
    only a baseline is ever written over.

    Raises:
        BaselineError: it is missing, damaged or something else.
        InvocationError: --fail-on-stale without --baseline.
    """
    if arguments.fail_on_stale and arguments.baseline is None:
        message = "--fail-on-stale needs --baseline"
        raise InvocationError(message)
    path: Path | None = arguments.baseline or arguments.write_baseline
    if path is None or (path == arguments.write_baseline and not path.exists()):
        return None
    from argowave.baseline import read_baseline  # noqa: PLC0415 (few runs have one)

    return read_baseline(path, _shown(path, arguments.repository))


def settle(
    arguments: Namespace, findings: Sequence[Finding], before: Baseline | None
) -> tuple[Sequence[Finding], list[str]]:
    """Return the findings to show, and a line about the others.

    Args:
        arguments: the command's.
        findings: gathered, and without those that waivers cover.
        before: what open_baseline returned.

    Raises:
        OutputError: the baseline cannot be written.
    """
    path: Path | None = arguments.write_baseline
    if path is None and before is None:
        return findings, []
    from argowave.baseline import (  # noqa: PLC0415 (few runs have one)
        Baseline,
        apply_baseline,
        baseline_of,
        write_baseline,
    )
    from argowave.finding import Severity  # noqa: PLC0415 (as above)

    whole = not arguments.environments
    baseline = before or Baseline()
    if path is not None:
        baseline = baseline_of(findings, None if whole else before)
        write_baseline(path, baseline)
        entries = "1 entry" if len(baseline.counts) == 1 else f"{len(baseline.counts)} entries"
        print(f"{path}: {entries} for {count(baseline.total, 'finding')}", file=sys.stderr)
    stale = Severity.ERROR if arguments.fail_on_stale else Severity.WARNING
    remaining, passed = apply_baseline(findings, baseline, whole=whole, stale=stale)
    return remaining, [f"in the baseline: {count(passed, 'finding')}"]


def without_old(findings: Sequence[Finding], before: Baseline | None) -> Sequence[Finding]:
    """Return the findings that a baseline does not pass over, all of them without one."""
    if before is None:
        return findings
    from argowave.baseline import apply_baseline  # noqa: PLC0415 (few runs have one)
    from argowave.finding import Severity  # noqa: PLC0415 (as above)

    return apply_baseline(findings, before, whole=False, stale=Severity.WARNING)[0]


def _shown(path: Path, repository: Path) -> str:
    resolved, top = path.resolve(), repository.resolve()
    return resolved.relative_to(top).as_posix() if resolved.is_relative_to(top) else str(path)
