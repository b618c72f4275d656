"""`argowave diff [BASE [HEAD]]`: what a change does to each environment."""

from __future__ import annotations

import re
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from argowave.commands import Exit
from argowave.commands._plots import add_charts, charts_of
from argowave.commands._stale import warn_of_stale
from argowave.commands._states import Compared, compare_states

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from argowave.diff.environments import EnvironmentDiff
    from argowave.diff.git import Git

_TRAILER = re.compile(r"^Argowave-Accept:\s*(\S+ \S+/\S+)\s*$", re.MULTILINE)


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of `argowave diff`."""
    parser.description = (
        "Compare what Argo CD would apply in two states of the repository, and say what it does: "
        "with no revision, the working tree with where it left the default branch."
    )
    parser.epilog = (
        "example: argowave diff v1.4.0 --env prod; exit codes: 0 no change that destroys data or "
        "hangs, 1 one that nobody accepted, 2 could not run. A change is accepted by --accept, or "
        "by a line `Argowave-Accept: ENV Kind/name` in the message of a commit that makes it."
    )
    parser.add_argument("base", metavar="BASE", nargs="?", help="default: the merge base")
    parser.add_argument("head", metavar="HEAD", nargs="?", help="default: the working tree")
    parser.add_argument("--env", action="append", default=[], metavar="ENV", help="may be repeated")
    parser.add_argument(
        "--root",
        type=Path,
        metavar="FILE",
        help="a root Application instead of environments/; where there is neither, every "
        "Application that no other one contains",
    )
    parser.add_argument(
        "--kubernetes-version",
        default="1.36",
        metavar="VERSION",
        help="without environments/ (1.36)",
    )
    parser.add_argument(
        "--repository", type=Path, default=Path(), help="the repository's folder (default: .)"
    )
    parser.add_argument("--format", choices=("text", "json", "markdown"), default="text")
    add_accept(parser)
    add_charts(parser)


def add_accept(parser: ArgumentParser) -> None:
    """Declare --accept."""
    parser.add_argument(
        "--accept",
        action="append",
        default=[],
        metavar="'ENV Kind/name'",
        help="accept that this destroys data or hangs; may be repeated",
    )


def run(arguments: Namespace) -> Exit:
    """Compare and report.

    Raises:
        ToolError: a revision is not there, or a state has no environments.
    """
    from argowave.report.changes import write_changes  # noqa: PLC0415 (not for --help)

    diffs, accepted = compare(arguments)
    write_changes(sys.stdout, arguments.format, diffs, accepted)
    return Exit.FINDINGS if refuse(diffs, accepted) else Exit.WELL


def compare(arguments: Namespace) -> tuple[list[EnvironmentDiff], frozenset[str]]:
    """Return each environment's changes, and ENV Kind/name of what somebody accepted.

    Raises:
        ToolError: a revision is not there, or a state has no environments.
    """
    from argowave.diff.git import Git  # noqa: PLC0415 (not for --help)

    repository: Path = arguments.repository.resolve()
    git = Git(repository)
    base = git.resolve(arguments.base) if arguments.base else git.merge_base()
    head = git.resolve(arguments.head) if arguments.head else None
    if head is None:
        warn_of_stale(repository, arguments.env, git, base)
    compared = Compared(
        repository,
        tuple(arguments.env),
        arguments.root,
        arguments.kubernetes_version,
        partial(charts_of, arguments),
        arguments.processes,
    )
    return compare_states(compared, git, base, head), _accepted(arguments, git, base)


def refuse(diffs: Sequence[EnvironmentDiff], accepted: frozenset[str]) -> bool:
    """Name on standard error what has to be accepted, and tell whether there is something."""
    fatal = [
        f"{diff.name} {effect.subject}"
        for diff in diffs
        for effect in diff.effects
        if effect.weight.is_fatal and f"{diff.name} {effect.subject}" not in accepted
    ]
    for each in fatal:
        print(f"not accepted: {each}; if it is meant, --accept '{each}'", file=sys.stderr)
    return bool(fatal)


def _accepted(arguments: Namespace, git: Git, base: str) -> frozenset[str]:
    trailers = [] if arguments.head else _TRAILER.findall(git.messages(base))
    return frozenset((*arguments.accept, *trailers))
