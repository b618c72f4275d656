"""`argowave promote FROM TO`: one environment's versions for another one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from argowave.commands import Exit
from argowave.commands._parser import add_format
from argowave.commands._plots import add_charts, ground_of
from argowave.commands._repository import add_repository
from argowave.commands._states import add_accept, note_unused
from argowave.errors import InvocationError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from pathlib import Path

    from argowave.promote import Promotion, Trial

_EXAMPLES = """examples:
  argowave promote dev staging --dry-run   what it would do
  argowave promote dev staging             show it, ask, write and render it
  argowave promote staging prod --yes --accept 'prod Table/orders'

exit codes: 0 promoted, or nothing to promote; 1 refused because of what is shown;
2 could not run, or the answer was no; 130 interrupted. Only 0 without --dry-run writes."""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of `argowave promote`."""
    parser.description = (
        "Copy environments/FROM/versions.yaml to TO and render TO: all of it or nothing. "
        "What changes and what that does is shown first; a result with findings is refused."
    )
    parser.epilog = _EXAMPLES
    parser.add_argument("source", metavar="FROM", help="the environment whose versions are taken")
    parser.add_argument("target", metavar="TO", help="the environment that gets them")
    parser.add_argument("--dry-run", action="store_true", help="show it and write nothing")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    add_accept(parser)
    add_format(parser, ("text", "json"))
    add_repository(parser)
    add_charts(parser)


def run(arguments: Namespace) -> Exit:
    """Show, ask, write.

    Raises:
        ToolError: an environment is wrong, something would be lost, or nobody can be asked.
    """
    from argowave.diff.overlay import Overlay  # noqa: PLC0415 (not for --help)
    from argowave.files.scratch import scratch_folder  # noqa: PLC0415 (as above)
    from argowave.promote import prepare, try_out  # noqa: PLC0415 (as above)
    from argowave.promote.promotion import is_uncommitted  # noqa: PLC0415 (as above)
    from argowave.report.promotion import write_promotion  # noqa: PLC0415 (as above)
    from argowave.settings import load_settings  # noqa: PLC0415 (as above)

    repository: Path = arguments.repository.resolve()
    with scratch_folder() as scratch:
        overlay = Overlay(repository, scratch)
        promotion = prepare(repository, arguments.source, arguments.target, overlay)
        trial = None
        if promotion.files:
            settings = load_settings(repository)
            trial = try_out(promotion, overlay, ground_of(arguments, settings), settings)
    accepted = frozenset(arguments.accept)
    refusals = _refusals(trial, accepted)
    write_promotion(sys.stdout, arguments.format, promotion, trial, accepted)
    sys.stdout.flush()
    if is_uncommitted(repository, arguments.source):
        print(f"note: what {arguments.source} says is in no commit yet", file=sys.stderr)
    note_unused(arguments.accept, [] if trial is None else [trial.diff])
    for each in refusals:
        print(f"refused: {each}", file=sys.stderr)
    if refusals:
        return Exit.FINDINGS
    if trial is None or arguments.dry_run:
        return Exit.WELL
    return _carry_out(promotion, ask=not arguments.yes)


def _refusals(trial: Trial | None, accepted: frozenset[str]) -> list[str]:
    from argowave.report.summary import count  # noqa: PLC0415 (not for --help)

    if trial is None:
        return []
    name = trial.diff.name
    fatal = trial.diff.unaccepted(accepted)
    found = [f"{each} is not accepted; if it is meant, --accept '{each}'" for each in fatal]
    errors = sum(finding.severity == "error" for finding in trial.findings)
    if errors:
        found.append(f"{name} would have {count(errors, 'finding')}; mend them first")
    if not trial.summary.checked:
        found.append(f"nothing of {name} could be checked: its tree holds no manifest")
    return found


def _carry_out(promotion: Promotion, *, ask: bool) -> Exit:
    from argowave.promote import carry_out  # noqa: PLC0415 (not for --help)
    from argowave.report.summary import count  # noqa: PLC0415 (as above)

    if ask and not _agreed(promotion):
        print("nothing was promoted", file=sys.stderr)
        return Exit.COULD_NOT_RUN
    carry_out(promotion)
    files = count(len(promotion.files), "file")
    said = f"promoted {promotion.source} to {promotion.target}: {files} written"
    print(f"{said}; commit them in a pull request of their own", file=sys.stderr)
    return Exit.WELL


def _agreed(promotion: Promotion) -> bool:
    if not sys.stdin.isatty():
        message = "nobody can be asked: standard input is no terminal"
        raise InvocationError(message, hint="--yes promotes without asking, --dry-run only shows")
    question = f"Promote {promotion.source} to {promotion.target}? [y/N] "
    print(question, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in {"y", "yes"}
