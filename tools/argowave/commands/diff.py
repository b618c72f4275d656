"""`argowave diff [BASE [HEAD]]`: what a change does to each environment."""

from __future__ import annotations

import re
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from argowave.commands import Exit
from argowave.errors import RepositoryError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from argowave.diff.environments import EnvironmentDiff
    from argowave.diff.files import Files
    from argowave.diff.git import Git
    from argowave.diff.states import State
    from argowave.lint import Plot

    Place = tuple[Path, Files]  # a folder, and what knows its files

_TRAILER = re.compile(r"^Argowave-Accept:\s*(\S+ \S+/\S+)\s*$", re.MULTILINE)


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of `argowave diff`."""
    parser.description = (
        "Compare what Argo CD would apply in two states of the repository, and say what it does: "
        "with no revision, the working tree with where it left the default branch."
    )
    parser.epilog = (
        "exit codes: 0 no change that destroys data or hangs, 1 one that nobody accepted, "
        "2 could not run. A change is accepted by --accept, or by a line "
        "`Argowave-Accept: ENV Kind/name` in the message of a commit that makes it."
    )
    parser.add_argument("base", metavar="BASE", nargs="?", help="default: the merge base")
    parser.add_argument("head", metavar="HEAD", nargs="?", help="default: the working tree")
    parser.add_argument("--env", action="append", default=[], metavar="ENV", help="may be repeated")
    parser.add_argument(
        "--root", type=Path, metavar="FILE", help="a root Application instead of environments/"
    )
    parser.add_argument(
        "--kubernetes-version", default="1.36", metavar="VERSION", help="with --root (1.36)"
    )
    parser.add_argument(
        "--repository", type=Path, default=Path(), help="the repository's folder (default: .)"
    )
    parser.add_argument("--format", choices=("text", "json", "markdown"), default="text")
    parser.add_argument(
        "--accept",
        action="append",
        default=[],
        metavar="'ENV Kind/name'",
        help="accept that this destroys data or hangs; may be repeated",
    )


def run(arguments: Namespace) -> Exit:
    """Compare and report.

    Raises:
        ToolError: a revision is not there, or a state has no environments.
    """
    from argowave.diff.files import WorkingTree  # noqa: PLC0415 (not for --help)
    from argowave.diff.git import Git  # noqa: PLC0415 (not for --help)
    from argowave.report.changes import write_changes  # noqa: PLC0415 (not for --help)

    repository: Path = arguments.repository.resolve()
    git = Git(repository)
    base = git.resolve(arguments.base) if arguments.base else git.merge_base()
    with tempfile.TemporaryDirectory(prefix="argowave-") as scratch:
        former = _revision(git, base, Path(scratch, "base"))
        present: Place = (repository, WorkingTree(repository))
        if arguments.head:
            present = _revision(git, git.resolve(arguments.head), Path(scratch, "head"))
        diffs = list(_diffs(arguments, repository, former, present))
    accepted = _accepted(arguments, git, base)
    write_changes(sys.stdout, arguments.format, diffs, accepted)
    fatal = [
        f"{diff.name} {effect.subject}"
        for diff in diffs
        for effect in diff.effects
        if effect.weight.is_fatal and f"{diff.name} {effect.subject}" not in accepted
    ]
    for each in fatal:
        print(f"not accepted: {each}; if it is meant, --accept '{each}'", file=sys.stderr)
    return Exit.FINDINGS if fatal else Exit.WELL


def _revision(git: Git, commit: str, folder: Path) -> Place:
    from argowave.diff.files import Snapshot  # noqa: PLC0415 (not for --help)

    folder.mkdir()
    return folder.resolve(), Snapshot(git, commit, folder.resolve())


def _accepted(arguments: Namespace, git: Git, base: str) -> frozenset[str]:
    trailers = [] if arguments.head else _TRAILER.findall(git.messages(base))
    return frozenset((*arguments.accept, *trailers))


def _diffs(
    arguments: Namespace, repository: Path, former: Place, present: Place
) -> Iterator[EnvironmentDiff]:
    from argowave.diff.environments import compare_environment  # noqa: PLC0415 (not for --help)
    from argowave.schema import open_store, with_own_store  # noqa: PLC0415 (as above)
    from argowave.settings import load_settings  # noqa: PLC0415 (as above)
    from argowave.sources.pool import generate_all  # noqa: PLC0415 (as above)
    from argowave.tree.remotes import git_remotes  # noqa: PLC0415 (as above)

    store = open_store(with_own_store(repository))
    urls = (*load_settings(repository).repositories, *git_remotes(repository))
    before, after = (_states(arguments, repository, urls, each) for each in (former, present))
    generate = partial(generate_all, processes=None)
    for name in sorted({*before, *after}):
        yield compare_environment(name, before.get(name), after.get(name), generate, store)


def _states(
    arguments: Namespace, repository: Path, urls: tuple[str, ...], place: Place
) -> dict[str, State]:
    """Return the environments of one state of the repository by name; {} for one without any."""
    from argowave.diff.states import State  # noqa: PLC0415 (not for --help)

    return {
        plot.name: State(plot.load_with, place[1])
        for plot in _plots(arguments, repository, urls, *place)
    }


def _plots(
    arguments: Namespace, repository: Path, urls: tuple[str, ...], folder: Path, files: Files
) -> list[Plot]:
    from argowave.applicationsets import read_outside  # noqa: PLC0415 (not for --help)
    from argowave.environment import environment_names  # noqa: PLC0415 (as above)
    from argowave.lint import Ground  # noqa: PLC0415 (as above)
    from argowave.settings import load_settings  # noqa: PLC0415 (as above)
    from argowave.sources.helm.archive import default_cache  # noqa: PLC0415 (as above)
    from argowave.sources.request import Charts  # noqa: PLC0415 (as above)

    settings = load_settings(repository)
    ground = Ground(
        folder,
        urls,
        Charts(cache=default_cache()),
        outside=read_outside(repository, settings.clusters, settings.generators),
        provide=partial(files.provide, [""]),
    )
    if arguments.root is not None:
        inside = arguments.root.resolve().relative_to(repository)
        files.provide([inside.as_posix()])
        root = folder / inside
        return [ground.root(root, arguments.kubernetes_version)] if root.is_file() else []
    files.provide(["environments"])
    try:
        wanted = set(arguments.env)
        names = [each for each in environment_names(folder) if not wanted or each in wanted]
    except RepositoryError:
        if folder == repository:
            raise
        names = []
    return ground.environments(names) if names else []
