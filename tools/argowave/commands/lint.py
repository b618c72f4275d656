"""`argowave lint [ENV…]`: everything that Argo CD would apply, from the root Application down."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from argowave.commands import Exit
from argowave.errors import InvocationError, RepositoryError
from argowave.report import FORMATS, writer
from argowave.report.summary import count

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Mapping, Sequence

    from argowave.finding import Finding
    from argowave.lint import Ground, Plot
    from argowave.report import Summary
    from argowave.settings import Settings


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of `argowave lint`."""
    parser.add_argument("environments", metavar="ENV", nargs="*", help="default: all of them")
    parser.add_argument(
        "--repository", type=Path, default=Path(), help="the repository's folder (default: .)"
    )
    parser.add_argument(
        "--root",
        type=Path,
        metavar="FILE",
        help="start from the root Application in FILE instead of environments/",
    )
    parser.add_argument(
        "--kubernetes-version",
        default="1.36",
        metavar="VERSION",
        help="with --root, such as 1.36 (default); an environment states its own",
    )
    parser.add_argument(
        "--require-all",
        action="store_true",
        help="whatever could not be checked is a finding, not only a line of the summary",
    )
    parser.add_argument("--output", choices=FORMATS, default="text", help="(text)")
    _add_chart_arguments(parser)


def _add_chart_arguments(parser: ArgumentParser) -> None:
    group = parser.add_argument_group(
        "charts",
        "A chart of a Helm repository is taken from the cache. The network is asked only with "
        "--fetch; without it, such a chart is named in the summary as not checked.",
    )
    group.add_argument("--fetch", action="store_true", help="fetch charts that the cache lacks")
    group.add_argument(
        "--chart-cache",
        type=Path,
        metavar="FOLDER",
        help="where fetched charts are kept (default: argowave/charts in the user's cache)",
    )
    group.add_argument(
        "--helm", metavar="BINARY", help="render with this helm instead of the built-in library"
    )
    group.add_argument(
        "--processes",
        type=int,
        metavar="NUMBER",
        help="processes that share the rendering (default: one a core, for many charts)",
    )


def run(arguments: Namespace) -> Exit:
    """Lint and report.

    Raises:
        ToolError: the environments cannot be loaded, or nothing was checked.
    """
    from argowave.lint import Linter, Stores, gather, incomplete, summarise  # noqa: PLC0415 - heavy
    from argowave.rules.registry import load_rules  # noqa: PLC0415 - heavy
    from argowave.schema import with_own_store  # noqa: PLC0415 - heavy
    from argowave.settings import load_settings  # noqa: PLC0415 - heavy
    from argowave.waivers import apply_waivers  # noqa: PLC0415 - heavy

    repository: Path = arguments.repository.resolve()
    settings = load_settings(repository)
    plots = _plots(arguments, _ground(arguments, repository, settings.repositories))
    with Stores(with_own_store(repository, settings.schema_locations)) as stores:
        linter = Linter(repository, stores, load_rules(), _levels(settings))
        report = linter.run(plots, lua=repository / "infra")
    extra = incomplete(report.summaries) if arguments.require_all else []
    findings, waived = apply_waivers(
        [*report.findings, *extra],
        settings.waivers,
        datetime.now(UTC).date(),
        settings.path.name,
    )
    summary = summarise(report.summaries)
    _report(arguments.output, gather(findings), summary, [*report.summaries, *_waived(waived)])
    if not summary.checked:
        message = "nothing was checked: there is no manifest below the root Application"
        raise RepositoryError(message, hint="an empty run proves nothing, so it fails")
    return Exit.FINDINGS if any(found.severity == "error" for found in findings) else Exit.WELL


def _levels(settings: Settings) -> Mapping[str, str]:
    """Return the weights that the settings give to rules.

    Raises:
        InvocationError: they name a rule that does not exist.
    """
    from argowave.rules.registry import find_rule  # noqa: PLC0415 - heavy

    for name in settings.rules:
        find_rule(name)
    return settings.rules


def _ground(arguments: Namespace, repository: Path, repositories: tuple[str, ...]) -> Ground:
    from argowave.lint import Ground  # noqa: PLC0415 - heavy
    from argowave.sources.helm.archive import default_cache  # noqa: PLC0415 - heavy
    from argowave.sources.request import Charts  # noqa: PLC0415 - heavy

    cache = arguments.chart_cache or default_cache()
    charts = Charts(cache=cache, fetch=arguments.fetch, helm=arguments.helm)
    return Ground(repository, repositories, charts, arguments.processes)


def _plots(arguments: Namespace, ground: Ground) -> list[Plot]:
    if arguments.root is None:
        return ground.environments(arguments.environments)
    if arguments.environments:
        message = "--root and environments cannot be given together"
        raise InvocationError(message)
    return [ground.root(arguments.root, arguments.kubernetes_version)]


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
