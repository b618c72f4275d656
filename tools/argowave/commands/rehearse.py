"""`argowave rehearse ENV`: an environment on an emulator, in Argo CD's order."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from argowave.commands import Exit
from argowave.commands._parser import add_format
from argowave.commands._repository import add_repository
from argowave.errors import InvocationError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from pathlib import Path

    from argowave.rehearse.emulator import Emulator
    from argowave.rehearse.rehearsal import Outcome, Rehearsal
    from argowave.rehearse.stage import Stage


_EXAMPLES = """examples:
  argowave rehearse dev
  argowave rehearse dev --endpoint http://127.0.0.1:4566

exit codes: 0 an event is in the table, 1 findings, 2 could not run"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of `argowave rehearse`."""
    parser.epilog = _EXAMPLES
    parser.add_argument("environment", metavar="ENV", help="what to bring up")
    add_repository(parser)
    parser.add_argument(
        "--endpoint",
        metavar="URL",
        help="use the LocalStack that runs at URL instead of starting ministack",
    )
    parser.add_argument("--port", type=int, help="where ministack listens (default: a free port)")
    parser.add_argument(
        "--patience",
        type=float,
        default=10,
        metavar="SECONDS",
        help="without anything new until what waits counts as stuck (default: 10)",
    )
    parser.add_argument("--keep", action="store_true", help="leave everything running until Ctrl-C")
    add_format(parser, ("text", "json"), dest="output")


def run(arguments: Namespace) -> Exit:
    """Rehearse and report.

    Raises:
        ToolError: the environment cannot be loaded, or there is no emulator.
    """
    from argowave.rehearse.rehearsal import Rehearsal  # noqa: PLC0415 (heavy)
    from argowave.report.rehearsal import Lines, write_json  # noqa: PLC0415 (heavy)

    if arguments.endpoint and arguments.port:
        message = "--port is where ministack listens, and --endpoint says not to start it"
        raise InvocationError(message)
    stage = _stage(arguments.repository.resolve(), arguments.environment)
    text = arguments.output == "text"
    lines = Lines(sys.stdout, stage.name)
    with _emulator(arguments, stage) as emulator:
        if text:
            lines.begin(emulator.name, emulator.url)
        with Rehearsal(stage, emulator, lines.event if text else _silent) as rehearsal:
            outcome = rehearsal.run(arguments.patience)
            if text:
                lines.end(outcome)
            else:
                write_json(sys.stdout, stage.name, emulator.name, outcome)
            if arguments.keep:
                _keep(rehearsal)
    return _exit(outcome)


def _exit(outcome: Outcome) -> Exit:
    return Exit.FINDINGS if outcome.findings or outcome.arrived is None else Exit.WELL


def _emulator(arguments: Namespace, stage: Stage) -> Emulator:
    from argowave.rehearse.emulator import MiniStack, connect  # noqa: PLC0415 (starts processes)

    if arguments.endpoint:
        return connect(arguments.endpoint, stage.account)
    return MiniStack(stage.account, stage.region, arguments.port)


def _stage(repository: Path, name: str) -> Stage:
    from argowave.rehearse.stage import set_stage  # noqa: PLC0415 (heavy)
    from argowave.schema import open_store, with_own_store  # noqa: PLC0415 (heavy)
    from argowave.settings import load_settings  # noqa: PLC0415 (not for --help)
    from argowave.sources.fetch.find import charts_at_hand  # noqa: PLC0415 (not for --help)

    settings = load_settings(repository)
    store = open_store(with_own_store(repository, settings.schema_locations))
    charts = charts_at_hand(repository)
    return set_stage(repository, name, store, charts)


def _keep(rehearsal: Rehearsal) -> None:
    """Keep everything running until the person has seen enough."""
    print(f"AWS    {rehearsal.emulator.url} (key test, secret test)", file=sys.stderr)
    for name, url in rehearsal.workloads.urls.items():
        print(f"{name}  {url}", file=sys.stderr)
    print("Ctrl-C stops everything", file=sys.stderr)
    while True:
        rehearsal.keep_going(1)


def _silent(_: object) -> None:
    """Show nothing while it happens."""
