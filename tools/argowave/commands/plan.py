"""`argowave plan [ENV…]`: what Argo CD will do, wave by wave, and what each wave waits for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.commands import Exit
from argowave.commands._parser import add_format
from argowave.commands._plots import add_environments, add_ground, open_scenes

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


_EXAMPLES = """examples:
  argowave plan dev
  argowave plan --root apps/root.yaml --format mermaid

exit codes: 0 shown, 2 could not run"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of `argowave plan`."""
    parser.epilog = _EXAMPLES
    add_environments(parser)
    add_ground(parser)
    add_format(parser, ("text", "json", "mermaid"))


def run(arguments: Namespace) -> Exit:
    """Print the plan of each environment.

    Raises:
        ToolError: the environments cannot be loaded.
    """
    from argowave.plan import build_plan, draw_mermaid, write_plan  # noqa: PLC0415 (not for --help)

    plans = [build_plan(scene) for scene in open_scenes(arguments)]
    if arguments.format == "json":
        import json  # noqa: PLC0415 (one format)
        from dataclasses import asdict  # noqa: PLC0415 (one format)

        print(
            json.dumps({"version": 1, "environments": [asdict(plan) for plan in plans]}, indent=2)
        )
        return Exit.WELL
    from argowave.report.lines import one_line  # noqa: PLC0415 (as above)

    write = draw_mermaid if arguments.format == "mermaid" else write_plan
    print("\n\n".join("\n".join(map(one_line, write(plan))) for plan in plans))
    return Exit.WELL
