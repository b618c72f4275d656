"""`argowave graph [ENV]`: the Applications in waves, or the pipeline, as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.commands import Exit
from argowave.commands._plots import add_ground, open_scenes
from argowave.errors import InvocationError
from argowave.laid_out import has_environments
from argowave.listing import first_few

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable
    from pathlib import Path

    from argowave.rules import Scene

_SHOWN: Final = 8  # files that a hint names


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of `argowave graph`."""
    parser.add_argument(
        "environments", metavar="ENV", nargs="*", help="which one, where there are several"
    )
    parser.add_argument(
        "--view",
        choices=("tree", "pipeline"),
        default="tree",
        help="the Applications in waves (default), or what a message and a request go through",
    )
    parser.add_argument(
        "--format",
        choices=("mermaid", "dot", "svg"),
        default="mermaid",
        help="for Markdown (default), for Graphviz, or a picture as it is",
    )
    add_ground(parser)
    parser.epilog = "example: argowave graph prod --view pipeline --format svg > pipeline.svg"


def run(arguments: Namespace) -> Exit:
    """Print the picture of one environment.

    Raises:
        ToolError: the environment cannot be loaded, or there are several and none is named.
    """
    from argowave import graph  # noqa: PLC0415 (not for --help)

    draw = graph.draw_applications if arguments.view == "tree" else graph.draw_pipeline
    scenes = list(open_scenes(arguments))
    if len(scenes) != 1:
        message = f"a picture is of one environment, and there are {len(scenes)}"
        raise InvocationError(message, hint=_choices(arguments.repository, scenes))
    picture = draw(scenes[0])
    write = {"mermaid": graph.write_mermaid, "dot": graph.write_dot, "svg": graph.write_svg}
    print("\n".join(write[arguments.format](picture)))
    return Exit.WELL


def _choices(repository: Path, scenes: Iterable[Scene]) -> str:
    """Return which environments can be named, or which files of roots where there are none."""
    if has_environments(repository):
        return f"name one, as in: argowave graph {next(iter(scenes)).tree.environment}"
    tops = [app for scene in scenes for app in scene.tree.applications if len(app.chain) == 1]
    files = sorted({app.manifest.document.source for app in tops if not app.manifest.rendered})
    hint = "name a root's file with --root"
    return f"{hint}: {first_few(files, _SHOWN)}" if files else hint
