"""`argowave explain RULE | MANIFEST | EDGE`: why argowave thinks what it thinks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from argowave.commands import Exit
from argowave.commands._plots import add_ground, add_named_environments, open_scenes
from argowave.errors import InvocationError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from argowave.rules import Scene

_ARROW = re.compile(r"\s*(?:→|->)\s*")


_EXAMPLES = """examples:
  argowave explain wave-gate                  why a rule matters, and what to do
  argowave explain Deployment/shop            what it needs, and what needs it
  argowave explain apps/shop.yaml --env dev   the same of what a file holds
  argowave explain 'Deployment/shop -> Secret/db'   how they belong together

exit codes: 0 explained, 2 there is no such thing, or could not run"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of `argowave explain`."""
    parser.epilog = _EXAMPLES
    parser.add_argument(
        "words",
        metavar="WHAT",
        nargs="+",
        help="a rule's name; Kind/name or a file; two of those for what they have to do with "
        "each other",
    )
    add_named_environments(parser)
    add_ground(parser)


def run(arguments: Namespace) -> Exit:
    """Explain one thing.

    Raises:
        ToolError: there is no such thing, or the environments cannot be loaded.
    """
    words = [word for text in arguments.words for word in _ARROW.split(text) if word]
    if len(words) > 2:  # noqa: PLR2004 (an edge has two ends)
        message = f"{len(words)} things cannot be explained at once"
        raise InvocationError(message, hint="name one, or the two ends of an edge")
    if len(words) == 1 and "/" not in words[0]:
        from argowave.commands.rules import explanation  # noqa: PLC0415 (not for --help)
        from argowave.rules.registry import all_named  # noqa: PLC0415 (not for --help)

        named = all_named().get(words[0])
        if named is not None:
            print(explanation(named))
            return Exit.WELL
    from argowave.report.lines import one_line  # noqa: PLC0415 (not for --help)

    missing: InvocationError | None = None
    explained = False
    for scene in open_scenes(arguments):
        try:
            lines = list(_lines(scene, words))
        except InvocationError as error:  # another environment may have it
            missing = error
            continue
        explained = True
        print(one_line(scene.tree.environment))
        print("\n".join(f"  {one_line(line)}" for line in lines))
    if missing is not None and not explained:
        raise missing
    return Exit.WELL


def _lines(scene: Scene, words: list[str]) -> Iterator[str]:
    from argowave.plan.explanation import (  # noqa: PLC0415 (not for --help)
        explain_edge,
        explain_resource,
        require_resources,
    )

    ends = [require_resources(scene, word) for word in words]
    if len(ends) == 1:
        for resource in ends[0]:
            yield from explain_resource(scene, resource)
        return
    said = [
        line
        for source in ends[0]
        for target in ends[1]
        for line in explain_edge(scene, source, target)
    ]
    yield from said or [f"nothing in {words[0]} and {words[1]} refers to the other"]
