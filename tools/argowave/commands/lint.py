"""`argowave lint [ENV…]`: everything that Argo CD would apply, from the root Application down."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from argowave.commands import Exit
from argowave.commands._baseline import add_baseline, open_baseline, settle
from argowave.commands._plots import add_environments, add_ground, find_plots
from argowave.errors import RepositoryError
from argowave.report import FORMATS, writer
from argowave.report.summary import count

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence
    from pathlib import Path

    from argowave.finding import Finding
    from argowave.report import Summary


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of `argowave lint`."""
    add_environments(parser)
    parser.add_argument(
        "--require-all",
        action="store_true",
        help="whatever could not be checked is a finding, not only a line of the summary",
    )
    parser.add_argument("--output", choices=FORMATS, default="text", help="(text)")
    add_baseline(parser)
    add_ground(parser)


def run(arguments: Namespace) -> Exit:
    """Lint and report.

    Raises:
        ToolError: the environments cannot be loaded, or nothing was checked.
    """
    from argowave.lint import Linter, Stores, gather, incomplete, summarise  # noqa: PLC0415 - heavy
    from argowave.rules.registry import load_rules, rule_levels  # noqa: PLC0415 - heavy
    from argowave.schema import with_own_store  # noqa: PLC0415 - heavy
    from argowave.settings import load_settings  # noqa: PLC0415 - heavy
    from argowave.waivers import apply_waivers  # noqa: PLC0415 - heavy

    repository: Path = arguments.repository.resolve()
    settings = load_settings(repository)
    before = open_baseline(arguments)
    plots = find_plots(arguments, settings.repositories)
    with Stores(with_own_store(repository, settings.schema_locations)) as stores:
        linter = Linter(repository, stores, load_rules(), rule_levels(settings.rules))
        report = linter.run(plots, lua=repository / "infra")
    extra = incomplete(report.summaries) if arguments.require_all else []
    findings, waived = apply_waivers(
        [*report.findings, *extra],
        settings.waivers,
        datetime.now(UTC).date(),
        settings.path.name,
    )
    summary = summarise(report.summaries)
    shown: Sequence[Finding] = gather(findings)
    lines: list[object] = [*report.summaries, *_waived(waived)]
    if summary.checked:
        shown, about = settle(arguments, shown, before)
        lines += about
    _report(arguments.output, shown, summary, lines)
    if not summary.checked:
        message = "nothing was checked: there is no manifest below the root Application"
        raise RepositoryError(message, hint="an empty run proves nothing, so it fails")
    return Exit.FINDINGS if any(found.severity == "error" for found in shown) else Exit.WELL


def _waived(number: int) -> list[str]:
    return [f"waived: {count(number, 'finding')}"] if number else []


def _report(
    output: str, findings: Sequence[Finding], summary: Summary, lines: Sequence[object]
) -> None:
    """Write the report, with a line for each environment where a person reads it."""
    if output != "text":
        writer(output).write(sys.stdout, findings, summary)
        return
    from argowave.report.text import write_findings, write_summary  # noqa: PLC0415 - one format

    write_findings(sys.stdout, findings)
    sys.stdout.writelines(f"{line}\n" for line in lines)
    write_summary(sys.stdout, summary)
