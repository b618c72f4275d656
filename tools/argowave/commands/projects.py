"""`argowave projects [ENV…]`: what AppProjects permit and nothing needs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from argowave.commands import Exit
from argowave.commands._plots import add_environments, add_ground, open_scenes
from argowave.errors import InvocationError, RepositoryError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

_FORMATS = ("text", "yaml", "diff", "json")
_EXAMPLES = """examples:
  argowave projects                  what each permits and nothing needs
  argowave projects prod --minimal   the tightest that admit the tree, as YAML
  argowave projects --minimal --format diff

exit codes: 0 shown, 1 one cannot admit its Applications, 2 could not run"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of `argowave projects`."""
    parser.description = (
        "Show what AppProjects permit and nothing in the tree needs: repositories, destinations "
        "and kinds. With --minimal, show the tightest AppProjects that still admit the tree."
    )
    parser.epilog = _EXAMPLES
    add_environments(parser)
    parser.add_argument(
        "--minimal", action="store_true", help="the AppProjects themselves, as YAML"
    )
    parser.add_argument(
        "--format",
        "--output",
        dest="format",
        choices=_FORMATS,
        metavar="FORMAT",
        help=f"{', '.join(_FORMATS)} (default: text, with --minimal yaml)",
    )
    add_ground(parser)


def run(arguments: Namespace) -> Exit:
    """Tighten every AppProject, prove that it admits its Applications, and show it.

    Raises:
        ToolError: a tree cannot be loaded, or has no AppProject.
    """
    from argowave.report.projects import Entry, write_projects  # noqa: PLC0415 (not for --help)
    from argowave.tightening import needs_of, tighten, unmet  # noqa: PLC0415 (as above)

    form = arguments.format or ("yaml" if arguments.minimal else "text")
    if form == "yaml" and not arguments.minimal:
        message = "--format yaml shows the tightest AppProjects, which --minimal asks for"
        raise InvocationError(message)
    found = []
    for scene in open_scenes(arguments):
        for needs in needs_of(scene).values():
            tightened = tighten(needs)
            missing = tuple(unmet(tightened.spec, needs))
            found.append(Entry(scene.tree.environment, tightened, missing))
    if not found:
        message = "there is no AppProject in the tree"
        raise RepositoryError(message, hint="without one, Applications belong to `default`")
    write_projects(sys.stdout, form, found)
    return Exit.FINDINGS if any(each.unmet for each in found) else Exit.WELL
