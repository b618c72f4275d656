"""`argowave upgrade [ENV…]`: what breaks with newer versions, and with which one first."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from functools import cache, partial
from typing import TYPE_CHECKING

from argowave.commands import Exit
from argowave.commands._parser import add_format
from argowave.commands._plots import add_charts, add_environments, add_root, find_plots
from argowave.commands._repository import add_repository
from argowave.errors import RepositoryError
from argowave.kubernetes_version import DEFAULT_VERSION, resolve_version

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from pathlib import Path

    from argowave.settings import Settings
    from argowave.upgrade import Candidates, Upgrade

_EXAMPLES = """examples:
  argowave upgrade                       every newer Kubernetes that is known
  argowave upgrade prod --kubernetes-version 1.36..1.37
  argowave upgrade --argocd-version 3.6  what it has no longer, or not yet
  argowave upgrade --crds path/to/crds   of an operator's next version

exit codes: 0 nothing breaks, 1 something does, 2 could not run"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of `argowave upgrade`."""
    parser.description = (
        "Render the trees for each version asked for, and show each object that breaks with the "
        "first version that breaks it: kinds that are gone, fields, values. What is wrong already "
        "is left to lint."
    )
    parser.epilog = _EXAMPLES
    add_environments(parser)
    _add_versions(parser)
    add_format(parser, ("text", "json"))
    add_repository(parser)
    add_root(parser)
    add_charts(parser)


def _add_versions(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--kubernetes-version",
        action="append",
        default=[],
        dest="kubernetes_versions",
        metavar="VERSION",
        help="such as 1.37, or 1.33..1.37; repeatable (default, where nothing is named: every "
        "known one that is newer than the environment's)",
    )
    parser.add_argument(
        "--argocd-version",
        action="append",
        default=[],
        dest="argocd_versions",
        metavar="VERSION",
        help="such as 3.6; repeatable",
    )
    parser.add_argument(
        "--crds",
        action="append",
        default=[],
        metavar="FOLDER",
        help="a folder or file of CustomResourceDefinitions; repeatable",
    )
    parser.add_argument(
        "--from",
        default="",
        dest="kubernetes_version",
        metavar="VERSION",
        help="what the clusters are today, where no environment states it (default: "
        f"kubernetes-version of the settings, or {DEFAULT_VERSION})",
    )


def run(arguments: Namespace) -> Exit:
    """Look at every version and report.

    Raises:
        ToolError: a version is not known, a CRD is wrong, or there is nothing to look at.
    """
    from argowave.report.upgrade import write_upgrades  # noqa: PLC0415 (not for --help)
    from argowave.settings import load_settings  # noqa: PLC0415 (as above)

    settings = load_settings(arguments.repository.resolve())
    upgrades = _upgrades(arguments, settings)
    write_upgrades(sys.stdout, arguments.format, upgrades)
    if not any(each.objects for each in upgrades):
        message = "nothing was checked: there is no manifest below the root Application"
        raise RepositoryError(message, hint="an empty run proves nothing, so it fails")
    return Exit.FINDINGS if any(each.breaks for each in upgrades) else Exit.WELL


def _upgrades(arguments: Namespace, settings: Settings) -> list[Upgrade]:
    from argowave.files.scratch import scratch_folder  # noqa: PLC0415 (as above)
    from argowave.lint import Stores  # noqa: PLC0415 (not for --help)
    from argowave.schema import open_store, with_own_store  # noqa: PLC0415 (as above)
    from argowave.tree import Tree  # noqa: PLC0415, TC001 (as above)
    from argowave.upgrade import check_upgrade  # noqa: PLC0415 (as above)

    repository: Path = arguments.repository.resolve()
    known = open_store().kubernetes_versions
    stated = arguments.kubernetes_version or settings.kubernetes_version or DEFAULT_VERSION
    arguments.kubernetes_version = resolve_version(stated, known)
    locations = with_own_store(repository, settings.schema_locations)
    with ExitStack() as stack:
        scratch = stack.enter_context(scratch_folder())
        candidates = _candidates(arguments, scratch, locations)
        stores = stack.enter_context(Stores(locations))
        plots = cache(partial(find_plots, arguments, settings))  # by version, "" for their own

        def load(number: int, version: str) -> Tree:
            return plots(version)[number].load()

        return [
            check_upgrade(repository, partial(load, number), stores, candidates)
            for number in range(len(plots("")))
        ]


def _candidates(arguments: Namespace, scratch: Path, locations: tuple[str, ...]) -> Candidates:
    from argowave.schema import open_store  # noqa: PLC0415 (not for --help)
    from argowave.upgrade import Candidates  # noqa: PLC0415 (as above)
    from argowave.upgrade.definitions import read_definitions  # noqa: PLC0415 (as above)
    from argowave.upgrade.targets import argocd_targets, kubernetes_targets  # noqa: PLC0415 (not for --help)

    known = open_store().kubernetes_versions
    asked = arguments.kubernetes_versions
    others = arguments.argocd_versions or arguments.crds
    wanted = asked or ([] if others else [f"{known[0]}..{known[-1]}"])
    return Candidates(
        kubernetes=kubernetes_targets(wanted, known),
        argocd=argocd_targets(arguments.argocd_versions),
        definitions=read_definitions(arguments.crds, scratch, locations)
        if arguments.crds
        else None,
        named=bool(asked),
    )
