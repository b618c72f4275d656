"""`argowave report [ENV…]`: everything about every environment in one HTML file."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from argowave.commands import Exit
from argowave.commands._plots import add_environments, add_ground, find_plots
from argowave.commands._states import compare_states, compared_by
from argowave.errors import RepositoryError
from argowave.provenance.origins import trace
from argowave.report.summary import count

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Mapping

    from argowave.lint import EnvironmentSummary
    from argowave.page import Document
    from argowave.provenance.trail import Key, Trail
    from argowave.settings import Settings

_EXAMPLES = """examples:
  argowave report                                  report.html, about all
  argowave report prod --base v1.4.0 -o review.html

exit codes: 0 the report is written, whatever is in it (`argowave lint` judges);
2 could not run, or nothing was there to report; 130 interrupted"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of `argowave report`."""
    parser.description = (
        "Write one HTML file that needs nothing else, no network and no server: what comes when "
        "and what it waits for, the pipeline, findings, every object, and what a change does."
    )
    parser.epilog = _EXAMPLES
    add_environments(parser)
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        default=Path("report.html"),
        metavar="FILE",
        help="default: report.html; an older report is written over, any other file is not; - is "
        "standard output",
    )
    parser.add_argument(
        "--base",
        metavar="REVISION",
        help="show what changes from there to the working tree, and what that does",
    )
    add_ground(parser)


def run(arguments: Namespace) -> Exit:
    """Write the report.

    Raises:
        ToolError: the environments cannot be loaded, or there is nothing to report.
    """
    from argowave.page import html_of, write_page  # noqa: PLC0415 (heavy)
    from argowave.settings import load_settings  # noqa: PLC0415 (heavy)

    settings = load_settings(arguments.repository.resolve())
    document = _document(arguments, settings)
    shown = sys.stdout
    if str(arguments.output) == "-":
        shown = sys.stderr
        sys.stdout.flush()
        sys.stdout.buffer.write(html_of(document))
    else:
        write_page(document, arguments.output)
    weights = [each.severity for each in document.findings]
    figures = (
        (sum(len(each.applications) for each in document.environments), "Application"),
        (weights.count("error"), "error"),
        (weights.count("warning"), "warning"),
    )
    names = ", ".join(each.name for each in document.environments)
    told = ", ".join(count(*each) for each in figures)
    print(f"{arguments.output}: {names}: {told}", file=shown)
    return Exit.WELL


def _document(arguments: Namespace, settings: Settings) -> Document:
    from argowave.finding import gather  # noqa: PLC0415 (heavy)
    from argowave.lint import Linter, Stores  # noqa: PLC0415 (heavy)
    from argowave.page import About, Examined, describe  # noqa: PLC0415 (heavy)
    from argowave.provenance.trail import trails_of  # noqa: PLC0415 (heavy)
    from argowave.rules.registry import load_rules, rule_levels, waiting_rules  # noqa: PLC0415 (heavy)
    from argowave.schema import with_own_store  # noqa: PLC0415 (heavy)
    from argowave.waivers import apply_waivers  # noqa: PLC0415 (heavy)

    repository: Path = arguments.repository.resolve()
    plots = find_plots(arguments, settings)
    base, changes = _changes(arguments, repository)
    examined = []
    trails: dict[Key, Trail] = {}
    with Stores(with_own_store(repository, settings.schema_locations)) as stores:
        linter = Linter(repository, stores, load_rules, rule_levels(settings.rules), waiting_rules)
        findings = linter.check_files(plots)
        for plot in plots:
            scene = linter.open_scene(plot)
            found, summary = linter.check_scene(scene)
            trails |= trails_of(scene.tree, found)
            findings += found
            examined.append(Examined(scene, _gaps(summary), changes.get(plot.name)))
        remaining, waived = apply_waivers(
            gather(findings), settings.waivers, datetime.now(UTC).date(), settings.path.name
        )
        about = About(repository.name, base, waived)
        shown = gather(remaining)
        traced, _ = trace(repository, shown, trails, shown)
        document = describe(about, examined, traced, load_rules())
    if not any(each.objects for each in document.environments):
        message = "there is nothing to report: no manifest is below the root Application"
        raise RepositoryError(message)
    return document


def _gaps(summary: EnvironmentSummary) -> tuple[str, ...]:
    """Return what was not checked or decided; the environment goes without saying."""
    from argowave.lint import summarise  # noqa: PLC0415 (heavy)

    return tuple(each.removesuffix(f" [{summary.name}]") for each in summarise([summary]).gaps())


def _changes(arguments: Namespace, repository: Path) -> tuple[str, Mapping[str, Mapping[str, Any]]]:
    """Return what the working tree is compared with, and the changes of each environment."""
    if arguments.base is None:
        return "", {}
    from argowave.page.changes import describe_changes  # noqa: PLC0415 (as above)
    from argowave.revisions.git import Git  # noqa: PLC0415 (only with a base)

    git = Git(repository)
    commit = git.resolve(arguments.base)
    diffs = compare_states(compared_by(arguments), git, commit, None)
    return arguments.base, {diff.name: describe_changes(diff) for diff in diffs}
