"""`argowave diff [BASE [HEAD]]`: what a change does to each environment."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from argowave.commands import Exit
from argowave.commands._parser import add_format
from argowave.commands._plots import add_ground, add_named_environments
from argowave.commands._stale import warn_of_stale
from argowave.commands._states import add_accept, compare_states, compared_by, note_unused

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence
    from pathlib import Path

    from argowave.diff.environments import EnvironmentDiff

_EXAMPLES = """examples:
  argowave diff                     what the branch changes
  argowave diff v1.4.0 --env prod   one environment, since a revision

A change is accepted by --accept, or by a line `Argowave-Accept: ENV Kind/name` in the message of
a commit that makes it.

exit codes: 0 no change that destroys data or hangs, 1 one that nobody accepted, 2 could not run"""
_TRAILER = re.compile(r"^Argowave-Accept:\s*(\S+ \S+/\S+)\s*$", re.MULTILINE)


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of `argowave diff`."""
    parser.description = (
        "Compare what Argo CD would apply in two states of the repository, and say what it does: "
        "with no revision, the working tree with where it left the default branch."
    )
    parser.epilog = _EXAMPLES
    parser.add_argument(
        "base",
        metavar="BASE",
        nargs="?",
        help="a revision (default: where the branch left the default branch)",
    )
    parser.add_argument(
        "head", metavar="HEAD", nargs="?", help="a revision (default: the working tree)"
    )
    add_named_environments(parser)
    add_format(parser, ("text", "json", "markdown"))
    add_accept(parser)
    add_ground(parser)


def run(arguments: Namespace) -> Exit:
    """Compare and report.

    Raises:
        ToolError: a revision is not there, or a state has no environments.
    """
    from argowave.report.changes import write_changes  # noqa: PLC0415 (not for --help)

    diffs, accepted = compare(arguments, arguments.head)
    write_changes(sys.stdout, arguments.format, diffs, accepted)
    note_unused(arguments.accept, diffs)
    return Exit.FINDINGS if refuse(diffs, accepted) else Exit.WELL


def compare(
    arguments: Namespace, revision: str | None = None
) -> tuple[list[EnvironmentDiff], frozenset[str]]:
    """Return each environment's changes, and ENV Kind/name of what somebody accepted.

    Args:
        arguments: the command's.
        revision: what is compared with the base; None for the working tree.

    Raises:
        ToolError: a revision is not there, or a state has no environments.
    """
    from argowave.git.sparse import not_here  # noqa: PLC0415 (as above)
    from argowave.revisions.git import Git  # noqa: PLC0415 (not for --help)

    repository: Path = arguments.repository.resolve()
    git = Git(repository)
    base = git.resolve(arguments.base) if arguments.base else git.merge_base()
    head = git.resolve(revision) if revision else None
    if head is None:
        for said in not_here(repository):
            print(f"{said}, or name two revisions", file=sys.stderr)
        warn_of_stale(repository, arguments.environments, git, base)
    # what is between two revisions says nothing of who accepts it now
    trailers = [] if head else _TRAILER.findall(git.messages(base))
    accepted = frozenset((*arguments.accept, *trailers))
    return compare_states(compared_by(arguments), git, base, head), accepted


def refuse(diffs: Sequence[EnvironmentDiff], accepted: frozenset[str]) -> bool:
    """Name on standard error what has to be accepted, and tell whether there is something."""
    fatal = [each for diff in diffs for each in diff.unaccepted(accepted)]
    for each in fatal:
        print(f"not accepted: {each}; if it is meant, --accept '{each}'", file=sys.stderr)
    return bool(fatal)
