"""`argowave render`: templates and environments → environments/<env>/rendered/."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from argowave.commands import Exit
from argowave.commands._repository import add_repository

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from argowave.render import Plan


_EXAMPLES = """examples:
  argowave render            every environment
  argowave render --check    in CI: is what is committed what the templates say?

exit codes: 0 well, 1 with --check: something would change, 2 could not run"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `argowave render`."""
    parser.epilog = _EXAMPLES
    parser.add_argument(
        "environments", metavar="ENV", nargs="*", help="an environment (default: all of them)"
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help="write nothing, show what would change, exit 1 when anything would",
    )
    parser.add_argument("--diff", action="store_true", help="show what changes, line by line")
    add_repository(parser)


def run(arguments: argparse.Namespace) -> Exit:
    """Render, and write all or nothing."""
    from argowave.environment import load_environments  # noqa: PLC0415 (heavy)
    from argowave.render import (  # noqa: PLC0415 (heavy)
        apply_plans,
        only_one,
        open_renderer,
        plan_changes,
    )

    repository: Path = arguments.repository
    environments = load_environments(repository, arguments.environments)
    renderer = open_renderer(repository)
    renderings = [renderer.render(each) for each in environments]
    if arguments.check:
        plans = [plan_changes(each, repository) for each in renderings]
    else:
        with only_one(repository):
            plans = [plan_changes(each, repository) for each in renderings]
            apply_plans(plans)
    for plan in plans:
        _show(plan, repository, diff=arguments.diff or arguments.check)
    _summary(plans, [each.environment.name for each in renderings], check=arguments.check)
    differs = arguments.check and any(plan.changed for plan in plans)
    return Exit.FINDINGS if differs or any(plan.strangers for plan in plans) else Exit.WELL


def _show(plan: Plan, repository: Path, *, diff: bool) -> None:
    folder = plan.folder.relative_to(repository).as_posix()
    for change in plan.changes:
        shown = f"{folder}/{change.path}"
        print(f"{change.action} {shown}")
        if diff:
            sys.stdout.writelines(change.diff(shown))
        if change.edited:
            print(f"{shown}: was edited by hand; the edit is not kept", file=sys.stderr)
    if plan.changed and not plan.changes:
        print(f"change {folder}/.rendered (the list of what render made)")
    for path in plan.strangers:
        message = "render did not make it and leaves it alone; move it out of rendered/"
        print(f"{folder}/{path}: {message}", file=sys.stderr)


def _summary(plans: list[Plan], names: list[str], *, check: bool) -> None:
    files = sum(len(plan.ledger.hashes) for plan in plans)
    changes = sum(len(plan.changes) or plan.changed for plan in plans)
    would = "would change" if check else "changed"
    print(f"{files} files in {', '.join(names)}: {changes} {would}", file=sys.stderr)
