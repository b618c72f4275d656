"""`argowave render`: templates and environments → environments/<env>/rendered/."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from argowave.commands import Exit

if TYPE_CHECKING:
    import argparse

    from argowave.render import Plan


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `argowave render`."""
    parser.add_argument("environments", metavar="ENV", nargs="*", help="default: all of them")
    parser.add_argument(
        "--check",
        action="store_true",
        help="write nothing, show what would change, exit 1 when anything would",
    )
    parser.add_argument("--diff", action="store_true", help="show what changes, line by line")
    parser.add_argument(
        "--repository", type=Path, default=Path(), help="the repository's folder (default: .)"
    )


def run(arguments: argparse.Namespace) -> Exit:
    """Render, and write all or nothing."""
    from argowave.environment import load_environments  # noqa: PLC0415 (heavy)
    from argowave.render import apply_plans, find_templates, plan_changes  # noqa: PLC0415 (heavy)
    from argowave.render.engine import new_engine  # noqa: PLC0415 (heavy)
    from argowave.render.rendering import compile_templates, render_environment  # noqa: PLC0415
    from argowave.render.write import only_one  # noqa: PLC0415 (heavy)

    repository: Path = arguments.repository
    environments = load_environments(repository, arguments.environments)
    compiled = compile_templates(new_engine(), find_templates(repository))
    renderings = [render_environment(each, compiled, repository) for each in environments]
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
        if change.edited:
            print(f"{shown}: was edited by hand, the edit is lost", file=sys.stderr)
        if diff:
            sys.stdout.writelines(change.diff(shown))
    for path in plan.strangers:
        message = "render did not make it and leaves it alone; move it out of rendered/"
        print(f"{folder}/{path}: {message}", file=sys.stderr)


def _summary(plans: list[Plan], names: list[str], *, check: bool) -> None:
    files = sum(plan.ledger.count(b"\n") for plan in plans)
    changes = sum(len(plan.changes) for plan in plans)
    would = "would change" if check else "changed"
    print(f"{files} files in {', '.join(names)}: {changes} {would}", file=sys.stderr)
