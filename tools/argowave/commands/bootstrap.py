"""`argowave bootstrap`: the commands that bring a cluster up, printed or run."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from argowave.commands import Exit
from argowave.commands._repository import add_repository
from argowave.errors import InvocationError, RepositoryError

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from argowave.bootstrap.kubectl import Kubectl
    from argowave.bootstrap.steps import Step
    from argowave.environment import Environment


_EXAMPLES = """examples:
  argowave bootstrap dev          print the commands
  argowave bootstrap dev --run    show the kube context, ask, run them

exit codes: 0 printed, or run; 2 could not run, a command failed, or the answer was no"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `argowave bootstrap`."""
    parser.epilog = _EXAMPLES
    parser.add_argument("environment", metavar="ENV", help="whose cluster to bring up")
    parser.add_argument(
        "--run",
        dest="runs",
        action="store_true",
        help="run the commands, after asking (default: print them)",
    )
    parser.add_argument("--yes", action="store_true", help="with --run: do not ask")
    add_repository(parser)


def run(arguments: argparse.Namespace) -> Exit:
    """Print the commands, or run them one after the other."""
    from argowave.bootstrap.preconditions import (  # noqa: PLC0415 (not for --help)
        check_image,
        check_url,
    )
    from argowave.bootstrap.steps import plan_steps  # noqa: PLC0415 (as above)
    from argowave.environment import load_environments  # noqa: PLC0415 (reads YAML)

    if arguments.yes and not arguments.runs:
        message = "--yes says not to ask before running, and nothing is run without --run"
        raise InvocationError(message)
    repository: Path = arguments.repository
    (environment,) = load_environments(repository, [arguments.environment])
    steps = plan_steps(environment.name)
    if arguments.runs:
        return _run(environment, repository, steps, ask=not arguments.yes)
    for step in steps:
        print(step)
    try:
        check_url(environment, repository)
        check_image(environment)
    except RepositoryError as fault:
        print(f"before you run them: {fault}", file=sys.stderr)
    return Exit.WELL


def _run(environment: Environment, repository: Path, steps: tuple[Step, ...], *, ask: bool) -> Exit:
    from argowave.bootstrap.kubectl import choose_kubectl  # noqa: PLC0415 (starts processes)
    from argowave.bootstrap.preconditions import (  # noqa: PLC0415 (as above)
        check_image,
        check_rendered,
        check_url,
    )

    check_url(environment, repository)
    check_image(environment)
    check_rendered(environment, repository)
    kubectl = choose_kubectl(environment.values["cluster"]["contexts"])
    _announce(environment, kubectl, steps)
    if ask and not _agreed():
        print("nothing was run", file=sys.stderr)
        return Exit.COULD_NOT_RUN
    for step in steps:
        print(f"$ {step}", file=sys.stderr, flush=True)
        kubectl.run(step, repository)
    print("done: kubectl -n argocd get applications shows it come up", file=sys.stderr)
    return Exit.WELL


def _announce(environment: Environment, kubectl: Kubectl, steps: tuple[Step, ...]) -> None:
    source = environment.values["repository"]
    facts = {
        "environment": environment.name,
        "context": kubectl.context,
        "server": kubectl.server,
        "Argo CD reads": f"{source['url']} at {source['revision']}, only what is pushed there",
    }
    for name, value in facts.items():
        print(f"{name:14} {value}", file=sys.stderr)
    for step in steps:
        print(f"  {step}", file=sys.stderr)


def _agreed() -> bool:
    if not sys.stdin.isatty():
        message = "nobody can be asked: standard input is no terminal"
        raise InvocationError(message, hint="--yes runs the commands without asking")
    print("Run them? [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in {"y", "yes"}
