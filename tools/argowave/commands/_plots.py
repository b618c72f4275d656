"""What every command that looks at trees is asked: which ones, and where charts come from."""

from __future__ import annotations

from argparse import SUPPRESS
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from argowave.commands._parser import positive
from argowave.commands._repository import add_repository
from argowave.kubernetes_version import DEFAULT_VERSION

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Iterator, Sequence

    from argowave.lint import Ground, Plot
    from argowave.rules import Scene
    from argowave.settings import Settings
    from argowave.sources.request import Charts, Generated, ManifestRequest

    Generate = Callable[[Sequence[ManifestRequest]], list[Generated]]


_AT_HAND: Final = (
    "Charts and other repositories are taken from the cache, as argowave.lock names them "
    "(`argowave fetch`). The network is asked only with --fetch; without it, what is not at hand "
    "is named as not checked."
)
_ONE_ALONE: Final = "this one alone, an environment or an Argo CD instance"


def add_environments(parser: ArgumentParser) -> None:
    """Declare ENV… for a command whose words are environments, or one word that is a folder."""
    parser.add_argument(
        "environments",
        metavar="ENV",
        nargs="*",
        help="an environment, or an Argo CD instance as the summary of lint calls it (default: all "
        "of them); a path such as . or ../other is a repository to look at",
    )
    parser.set_defaults(takes_folder=True)


def add_named_environments(parser: ArgumentParser, about: str = _ONE_ALONE) -> None:
    """Declare --env ENV for a command whose words are something else."""
    parser.add_argument(
        "--env",
        action="append",
        default=[],
        dest="environments",
        metavar="ENV",
        help=f"{about}; repeatable",
    )


def add_ground(parser: ArgumentParser, *, fetches: bool = False) -> None:
    """Declare where to start and where charts come from.

    Args:
        parser: the command's.
        fetches: the command fetches, whatever its options.
    """
    add_repository(parser)
    add_root(parser)
    parser.add_argument(
        "--kubernetes-version",
        default="",
        metavar="VERSION",
        help="what the clusters are, such as 1.36, where no environment states it (default: "
        f"kubernetes-version of the settings, or {DEFAULT_VERSION})",
    )
    add_charts(parser, fetches=fetches)


def add_root(parser: ArgumentParser) -> None:
    """Declare --root."""
    parser.add_argument(
        "--root",
        type=Path,
        metavar="FILE",
        help="start from the root Application in FILE instead of environments/; where there is "
        "neither, from every Application that no other one contains",
    )


def add_charts(parser: ArgumentParser, *, fetches: bool = False) -> None:
    """Declare where charts come from; `fetches` as in `add_ground`."""
    group = parser.add_argument_group("sources from elsewhere", None if fetches else _AT_HAND)
    if fetches:  # both are known all the same, so that the command can say what it makes of them
        for name in ("--fetch", "--offline"):
            group.add_argument(name, action="store_true", help=SUPPRESS)
    else:
        network = group.add_mutually_exclusive_group()
        network.add_argument("--fetch", action="store_true", help="fetch what the cache lacks")
        network.add_argument(
            "--offline", action="store_true", help="ask no network, which is the default"
        )
    group.add_argument(
        "--source-cache",
        "--chart-cache",  # its former name
        type=Path,
        metavar="FOLDER",
        help="where it is kept (default: argowave/sources in the user's cache)",
    )
    group.add_argument(
        "--helm", metavar="BINARY", help="render with this helm instead of the built-in library"
    )
    group.add_argument(
        "--processes",
        type=positive,
        metavar="NUMBER",
        help="processes that share the rendering "
        "(default: half as many as cores and at most 8, for many charts)",
    )


def find_plots(
    arguments: Namespace,
    settings: Settings,
    kubernetes_version: str = "",
    charts: Charts | None = None,
    generate: Generate | None = None,
) -> Sequence[Plot]:
    """Return the trees that were asked for, not loaded yet.

    Args:
        arguments: as `add_ground` has declared them.
        settings: what the repository says about itself.
        kubernetes_version: in place of what environments state, "" for what they state.
        charts: where sources from elsewhere come from; None for what the arguments say.
        generate: generates what is needed to discover trees; None for everything there is.

    Raises:
        ToolError: --root and environments are both given, or the environments cannot be loaded.
    """
    ground = replace(ground_of(arguments, settings), kubernetes_version=kubernetes_version)
    if charts is not None:
        ground = replace(ground, charts=charts)
    version = arguments.kubernetes_version
    return ground.choose(arguments.environments, arguments.root, version, generate)


def open_scenes(arguments: Namespace) -> Iterator[Scene]:
    """Give the scene of each tree that was asked for; it holds for as long as the iteration.

    Raises:
        ToolError: as find_plots, or a tree cannot be loaded.
    """
    from argowave.lint import Stores  # noqa: PLC0415 (not for --help)
    from argowave.rules import Scene  # noqa: PLC0415 (as above)
    from argowave.schema import with_own_store  # noqa: PLC0415 (as above)
    from argowave.settings import load_settings  # noqa: PLC0415 (as above)

    repository: Path = arguments.repository.resolve()
    settings = load_settings(repository)
    with Stores(with_own_store(repository, settings.schema_locations)) as stores:
        for plot in find_plots(arguments, settings):
            tree = plot.load()
            yield Scene(
                repository,
                tree,
                stores.of(tree)[0],
                plot.aws_target,
                publishes_addresses=plot.publishes_addresses,
            )


def ground_of(arguments: Namespace, settings: Settings) -> Ground:
    """Return what all trees share, as `add_charts` has asked."""
    from argowave.lint import Ground  # noqa: PLC0415 (not for --help)

    return Ground.of(settings, charts_of(arguments), arguments.processes)


def charts_of(arguments: Namespace, folder: Path | None = None) -> Charts:
    """Return where charts come from, as `add_charts` has asked.

    Args:
        arguments: as `add_charts` has declared them.
        folder: holds the lock; None for the repository.
    """
    from argowave.sources.fetch.find import charts_at_hand  # noqa: PLC0415 (not for --help)

    return charts_at_hand(
        folder or arguments.repository.resolve(),
        arguments.source_cache,
        fetch=arguments.fetch,
        helm=arguments.helm,
        remember=not getattr(arguments, "no_cache", False),
        kept=getattr(arguments, "cache_dir", None),
    )
