"""`argowave lint [ENV…]`: everything that Argo CD would apply, from the root Application down."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from argowave.bounded.bounds import may_differ
from argowave.cache.outcome import Outcome
from argowave.commands import Exit
from argowave.commands._baseline import add_baseline, open_baseline, settle, without_old
from argowave.commands._cache import add_cache, open_memory
from argowave.commands._parser import add_format
from argowave.commands._plots import add_environments, add_ground, find_plots
from argowave.errors import RepositoryError
from argowave.files.meanwhile import look_until_still
from argowave.finding import gather
from argowave.git.program import has_answered
from argowave.provenance.origins import trace
from argowave.report import FORMATS, writer
from argowave.report.summary import count
from argowave.settings import load_settings
from argowave.sources.fetch.answers import ASKED
from argowave.waivers import apply_waivers

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence
    from pathlib import Path

    from argowave.baseline import Baseline
    from argowave.cache.memory import Memory
    from argowave.finding import Finding
    from argowave.lint import Watch
    from argowave.report import Summary
    from argowave.settings import Settings


_CHART: Final = "Chart.yaml"


_EXAMPLES = """examples:
  argowave lint               every environment, or every Application
  argowave lint dev --fetch   one of them, with charts from elsewhere
  argowave lint ../other      another repository
  argowave lint --format sarif > argowave.sarif

exit codes: 0 no error, whatever warnings there are; 1 an error; 2 could not run"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of `argowave lint`."""
    parser.epilog = _EXAMPLES
    add_environments(parser)
    add_demands(parser)
    add_format(parser, FORMATS, dest="output")
    parser.add_argument(
        "--all",
        action="store_true",
        help="on a terminal, show every warning of many, not the first three of each rule",
    )
    add_baseline(parser)
    add_ground(parser)
    add_cache(parser)


def add_demands(parser: ArgumentParser) -> None:
    """Declare --require-all and --no-provenance."""
    parser.add_argument(
        "--require-all",
        action="store_true",
        help="whatever could not be checked is a finding, not only a line of the summary",
    )
    parser.add_argument(
        "--no-provenance",
        action="store_true",
        help="do not look for the value or the line of a template behind what was rendered",
    )


def run(arguments: Namespace) -> Exit:
    """Lint and report.

    Raises:
        ToolError: the environments cannot be loaded, or nothing was checked.
    """
    found = examine(arguments)
    _report(arguments, found.findings, found.summary, found.lines)
    found.refuse_if_empty()
    return Exit.FINDINGS if found.has_errors else Exit.WELL


@dataclass(frozen=True, slots=True)
class Examined:
    """What lint has to say."""

    findings: Sequence[Finding]  # without those that are waived or in the baseline
    summary: Summary
    lines: Sequence[str]  # about each environment, and what was left out

    @property
    def has_errors(self) -> bool:
        """Whether the run fails."""
        return any(found.severity == "error" for found in self.findings)

    def refuse_if_empty(self) -> None:
        """Raise RepositoryError where nothing was checked."""
        if not self.summary.checked:
            message = "nothing was checked: there is no manifest below the root Application"
            raise RepositoryError(message, hint="an empty run proves nothing, so it fails")


def examine(arguments: Namespace) -> Examined:
    """Return what there is to find, by the arguments of `argowave lint`.

    Raises:
        ToolError: the environments cannot be loaded.
    """
    repository: Path = arguments.repository.resolve()
    settings = load_settings(repository)
    before = open_baseline(arguments)
    memory = open_memory(arguments, settings)
    outcome = memory.recall() if memory else None
    if outcome is None:
        watch = _prepare(arguments, memory)
        outcome = look_until_still(
            repository, lambda: _look(arguments, settings, before, watch), _messages
        )
        if memory is not None and _is_final(outcome, watch):
            memory.keep(outcome, hidden=watch.reaches_hidden())
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
    return Examined(shown, outcome.summary, lines)


def _is_final(outcome: Outcome, watch: Watch) -> bool:
    """Tell whether the same files give the same outcome, on another day and machine too."""
    from argowave.git.ignored import UNKNOWN  # noqa: PLC0415 (not from a cache)

    if watch.reads_branches or not has_answered():
        return False
    return not any(
        may_differ(text) or ASKED in text or text.startswith(UNKNOWN) for text in _messages(outcome)
    )


def _messages(outcome: Outcome) -> list[str]:
    """Return what an outcome says of findings, and of what was not checked or decided."""
    summary = outcome.summary
    undecided = (why for _, _, why in summary.not_decided)
    return [*summary.not_checked, *undecided, *(each.message for each in outcome.findings)]


def _prepare(arguments: Namespace, memory: Memory | None) -> Watch:
    """Let Helm's library come up meanwhile, where there seem to be charts.

    Returns:
        Who is going to see where everything is found.
    """
    naming = memory.named() if memory else None
    if arguments.helm is None and (naming is None or any(each.endswith(_CHART) for each in naming)):
        from argowave.sources.helm.asking import prepare_helm  # noqa: PLC0415 (not from a cache)

        prepare_helm()
    from argowave.lint import Watch  # noqa: PLC0415 (heavy)

    return Watch(naming or ())


def _look(
    arguments: Namespace, settings: Settings, before: Baseline | None, watch: Watch
) -> Outcome:
    """Return what there is to find.

    What is behind findings is looked for here, since that needs what they were found in.

    Raises:
        ToolError: the environments cannot be loaded.
    """
    from argowave.lint import Linter, Stores, incomplete, summarise  # noqa: PLC0415 (heavy)
    from argowave.rules.registry import load_rules, rule_levels, waiting_rules  # noqa: PLC0415 (heavy)
    from argowave.schema import with_own_store  # noqa: PLC0415 (heavy)

    repository: Path = arguments.repository.resolve()
    plots = [watch.over(plot) for plot in find_plots(arguments, settings)]
    with Stores(with_own_store(repository, settings.schema_locations)) as stores:
        linter = Linter(repository, stores, load_rules, rule_levels(settings.rules), waiting_rules)
        report = linter.run(plots)
    findings, untraced = report.findings, ""
    if not arguments.no_provenance:
        wanted = without_old(findings, before if arguments.baseline else None)
        findings, untraced = trace(repository, report.findings, report.trails, wanted)
    return Outcome(
        tuple(findings),
        tuple(incomplete(report.summaries)),
        summarise(report.summaries),
        tuple(line for line in (*map(str, report.summaries), untraced) if line),
    )


def _waived(number: int) -> list[str]:
    return [f"waived: {count(number, 'finding')}"] if number else []


def _report(
    arguments: Namespace, findings: Sequence[Finding], summary: Summary, lines: Sequence[object]
) -> None:
    """Write the report, with a line for each environment where a person reads it."""
    if arguments.output != "text":
        writer(arguments.output).write(sys.stdout, findings, summary)
        return
    from argowave.report.lines import without_controls  # noqa: PLC0415 (a writer of another format needs it not)
    from argowave.report.text import write_findings, write_summary, write_tally  # noqa: PLC0415 (a writer of another format needs it not)
    from argowave.report.wrapping import Wrapping  # noqa: PLC0415 (a writer of another format needs it not)

    screen = sys.stdout.isatty()
    write_findings(sys.stdout, findings, fold=screen and not arguments.all)
    if screen and findings:
        sys.stdout.write("\n")  # what was found and what was looked at are two things
    wrapped = Wrapping(sys.stdout)
    for line in (part for each in lines for part in str(each).split("\n")):
        sys.stdout.write(f"{wrapped(without_controls(line))}\n")
    write_summary(sys.stdout, summary)
    write_tally(sys.stdout, findings)
