"""`argowave lint [ENV…]`: everything that Argo CD would apply, from the root Application down."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from argowave.cache.outcome import Outcome
from argowave.commands import Exit
from argowave.commands._baseline import add_baseline, open_baseline, settle
from argowave.commands._cache import add_cache, open_memory
from argowave.commands._plots import add_environments, add_ground, find_plots
from argowave.errors import RepositoryError
from argowave.finding import gather
from argowave.report import FORMATS, writer
from argowave.report.summary import count
from argowave.settings import load_settings
from argowave.waivers import apply_waivers

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from argowave.finding import Finding
    from argowave.lint import Watch
    from argowave.report import Summary
    from argowave.settings import Settings


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
    add_cache(parser)


def run(arguments: Namespace) -> Exit:
    """Lint and report.

    Raises:
        ToolError: the environments cannot be loaded, or nothing was checked.
    """
    repository: Path = arguments.repository.resolve()
    settings = load_settings(repository)
    before = open_baseline(arguments)
    memory = open_memory(arguments, settings)
    outcome = memory.recall() if memory else None
    if outcome is None:
        outcome, watch = _look(arguments, repository, settings)
        if memory is not None:
            memory.keep(outcome, hidden=watch.reaches_hidden(memory.files))
    extra = outcome.incomplete if arguments.require_all else ()
    findings, waived = apply_waivers(
        [*outcome.findings, *extra],
        settings.waivers,
        datetime.now(UTC).date(),
        settings.path.name,
    )
    shown: Sequence[Finding] = gather(findings)
    lines = [*outcome.lines, *_waived(waived)]
    if outcome.summary.checked:
        shown, about = settle(arguments, shown, before)
        lines += about
    _report(arguments.output, shown, outcome.summary, lines)
    if not outcome.summary.checked:
        message = "nothing was checked: there is no manifest below the root Application"
        raise RepositoryError(message, hint="an empty run proves nothing, so it fails")
    return Exit.FINDINGS if any(found.severity == "error" for found in shown) else Exit.WELL


def _look(arguments: Namespace, repository: Path, settings: Settings) -> tuple[Outcome, Watch]:
    """Return what there is to find, and who has seen where it was found.

    Raises:
        ToolError: the environments cannot be loaded.
    """
    from argowave.lint import Linter, Stores, Watch, incomplete, summarise  # noqa: PLC0415 - heavy
    from argowave.rules.registry import load_rules  # noqa: PLC0415 - heavy
    from argowave.schema import with_own_store  # noqa: PLC0415 - heavy

    watch = Watch()
    plots = [watch.over(plot) for plot in find_plots(arguments, settings)]
    with Stores(with_own_store(repository, settings.schema_locations)) as stores:
        linter = Linter(repository, stores, load_rules(), _levels(settings))
        report = linter.run(plots, lua=repository / "infra")
    found = Outcome(
        report.findings,
        tuple(incomplete(report.summaries)),
        summarise(report.summaries),
        tuple(map(str, report.summaries)),
    )
    return found, watch


def _levels(settings: Settings) -> Mapping[str, str]:
    """Return the weights that the settings give to rules.

    Raises:
        InvocationError: they name a rule that does not exist.
    """
    from argowave.rules.registry import find_rule  # noqa: PLC0415 - heavy

    for name in settings.rules:
        find_rule(name)
    return settings.rules


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
