"""`argowave graph [ENV]`: the Applications in waves, or the pipeline, as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.commands import Exit
from argowave.commands._plots import add_ground, open_scenes
from argowave.errors import InvocationError
from argowave.words.listing import first_few

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from argowave.rules import Scene

_EXAMPLES: Final = """examples:
  argowave graph dev
  argowave graph prod --view pipeline --format svg > pipeline.svg

exit codes: 0 drawn, 2 could not run"""
_SHOWN: Final = 8  # names in a hint


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
        "--output",
        dest="format",
        choices=("mermaid", "dot", "svg"),
        default="mermaid",
        metavar="FORMAT",
        help="mermaid for Markdown (default), dot for Graphviz, svg as a picture",
    )
    add_ground(parser)
    parser.epilog = _EXAMPLES


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
        raise InvocationError(message, hint=_choices(scenes))
    picture = draw(scenes[0])
    write = {"mermaid": graph.write_mermaid, "dot": graph.write_dot, "svg": graph.write_svg}
    print("\n".join(write[arguments.format](picture)))
    return Exit.WELL


def _choices(scenes: Sequence[Scene]) -> str:
    """Return which names can be given."""
    names = [scene.tree.environment for scene in scenes]
    return f"name one, as in: argowave graph {names[0]}; there is: {first_few(names, _SHOWN)}"
