"""Two states of the repository: what `diff`, and whatever shows its result, compares."""

from __future__ import annotations

import contextlib
import sys
from argparse import ArgumentTypeError
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from argowave.commands._plots import charts_of
from argowave.errors import InvocationError, RepositoryError
from argowave.laid_out import has_environments

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from argowave.diff.environments import EnvironmentDiff
    from argowave.diff.states import State
    from argowave.lint import Ground, Plot
    from argowave.revisions.files import Files
    from argowave.revisions.git import Git
    from argowave.sources.request import Charts

    Place = tuple[Path, Files]  # a folder, and what knows its files


@dataclass(frozen=True, slots=True)
class Compared:
    """What to compare."""

    repository: Path  # absolute
    names: tuple[str, ...]  # environments, () for all of them
    root: Path | None  # a root Application's file instead of environments/
    kubernetes_version: str  # without environments; "" for what the settings say
    charts: Callable[[Path], Charts]  # where they come from, by the folder that holds the lock
    processes: int | None = None  # that share the rendering; None for what cores allow


def add_accept(parser: ArgumentParser) -> None:
    """Declare --accept."""
    parser.add_argument(
        "--accept",
        action="append",
        default=[],
        type=_acceptance,
        metavar="'ENV Kind/name'",
        help="accept that this destroys data or hangs; repeatable",
    )


def _acceptance(text: str) -> str:
    """Read what `--accept` names.

    Raises:
        argparse.ArgumentTypeError: it can be no environment and an object in it.
    """
    environment, _, subject = text.rpartition(" ")
    kind, _, name = subject.partition("/")
    if not (environment.strip() and kind and name):
        message = f"{text!r} is no ENV Kind/name, such as 'prod Table/orders'"
        raise ArgumentTypeError(message)
    return text


def note_unused(given: Sequence[str], diffs: Sequence[EnvironmentDiff]) -> None:
    """Say on standard error which `--accept` nothing needs: a slip in it accepts nothing."""
    needed = {
        diff.acceptance(each) for diff in diffs for each in diff.effects if each.weight.is_fatal
    }
    for each in dict.fromkeys(given):
        if each not in needed:
            said = "accepts nothing: no such change destroys data or hangs"
            print(f"note: --accept {each!r} {said}", file=sys.stderr)


def compared_by(arguments: Namespace) -> Compared:
    """Return what `add_ground` and a declaration of environments have asked to compare.

    Raises:
        InvocationError: a root and environments are both given.
    """
    if arguments.root is not None and arguments.environments:
        message = "--root and environments cannot be given together"
        raise InvocationError(message)
    return Compared(
        arguments.repository.resolve(),
        tuple(arguments.environments),
        arguments.root,
        arguments.kubernetes_version,
        partial(charts_of, arguments),
        arguments.processes,
    )


def compare_states(
    compared: Compared, git: Git, base: str, head: str | None
) -> list[EnvironmentDiff]:
    """Return what changes in each environment from a commit to another, or to the working tree.

    Raises:
        ToolError: a state cannot be read, or has no environments.
    """
    from argowave.files.scratch import scratch_folder  # noqa: PLC0415 (as above)
    from argowave.git.sparse import left_out  # noqa: PLC0415 (as above)
    from argowave.revisions.files import WorkingTree  # noqa: PLC0415 (not for --help)

    with scratch_folder() as scratch:
        # what is not checked out is no change, so it is left out on both sides
        without = left_out(compared.repository) if head is None else frozenset()
        former = _revision(git, base, scratch / "base", without)
        present: Place = (compared.repository, WorkingTree(compared.repository))
        if head is not None:
            present = _revision(git, head, scratch / "head")
        return list(_diffs(compared, former, present))


def _revision(git: Git, commit: str, folder: Path, without: frozenset[str] = frozenset()) -> Place:
    from argowave.revisions.files import Snapshot  # noqa: PLC0415 (not for --help)

    folder.mkdir()
    return folder.resolve(), Snapshot(git, commit, folder.resolve(), without)


def _diffs(compared: Compared, former: Place, present: Place) -> Iterator[EnvironmentDiff]:
    from argowave.diff.environments import compare_environment  # noqa: PLC0415 (not for --help)
    from argowave.schema import open_store, with_own_store  # noqa: PLC0415 (as above)
    from argowave.settings import load_settings  # noqa: PLC0415 (as above)
    from argowave.sources.pool import generate_all  # noqa: PLC0415 (as above)
    from argowave.tree.remotes import git_remotes  # noqa: PLC0415 (as above)

    repository = compared.repository
    store = open_store(with_own_store(repository))
    urls = (*load_settings(repository).repositories, *git_remotes(repository))
    before, after = (_states(compared, urls, each) for each in (former, present))
    if compared.root is not None and not (before or after):
        message = "the root Application is in neither state"
        raise InvocationError(message, path=compared.root)
    for name in compared.names:
        if name not in {*before, *after}:
            known = _known(compared, (former, present))
            raise _unknown(repository, name, known, {*before, *after})
    generate = partial(generate_all, processes=compared.processes)
    for name in sorted(set(compared.names) or {*before, *after}):
        yield compare_environment(name, before.get(name), after.get(name), generate, store)


def _known(compared: Compared, places: Iterable[Place]) -> set[str]:
    """Return the environments that there are in either state."""
    from argowave.environment import environment_names  # noqa: PLC0415 (not for --help)

    found: set[str] = set()
    for folder, _ in places if has_environments(compared.repository) else ():
        with contextlib.suppress(RepositoryError):
            found |= set(environment_names(folder))
    return found


def _unknown(repository: Path, name: str, known: set[str], trees: set[str]) -> InvocationError:
    """Return what to say of a name that no state has, as `lint` says it.

    Args:
        repository: absolute.
        name: what was asked for.
        known: the environments that there are in either state.
        trees: the names of what was discovered where there are no environments.
    """
    from argowave.environment import unknown_environment  # noqa: PLC0415 (not for --help)
    from argowave.lint.names import unknown_name  # noqa: PLC0415 (as above)

    if known:
        return unknown_environment(repository, name, sorted(known), " in either state")
    return unknown_name(repository, name, sorted(trees))


def _states(compared: Compared, urls: tuple[str, ...], place: Place) -> dict[str, State]:
    """Return the environments of one state of the repository by name; {} for one without any."""
    from argowave.diff.states import State  # noqa: PLC0415 (not for --help)

    return {plot.name: State(plot.load_with, place[1]) for plot in _plots(compared, urls, *place)}


def _plots(compared: Compared, urls: tuple[str, ...], folder: Path, files: Files) -> list[Plot]:
    from argowave.environment import environment_names  # noqa: PLC0415 (not for --help)
    from argowave.lint import Ground  # noqa: PLC0415 (as above)
    from argowave.lint.plots import follow_root  # noqa: PLC0415 (as above)
    from argowave.settings import load_settings  # noqa: PLC0415 (as above)
    from argowave.sources.fetch.lock import NAME  # noqa: PLC0415 (as above)

    files.provide([NAME])
    ground = replace(
        Ground.of(load_settings(compared.repository), compared.charts(folder)),
        repository=folder,
        repositories=urls,
        provide=partial(files.provide, [""]),
        name=compared.repository.name,
    )
    if compared.root is not None:
        inside = follow_root(compared.repository, compared.root).relative_to(compared.repository)
        files.provide([inside.as_posix()])
        root = folder / inside
        return [ground.root(root, compared.kubernetes_version)] if root.is_file() else []
    try:
        if not has_environments(compared.repository):
            return _discovered(ground, compared.kubernetes_version, files)
        files.provide(["environments"])
        wanted = set(compared.names)
        names = [each for each in environment_names(folder) if not wanted or each in wanted]
    except RepositoryError:
        if folder == compared.repository:
            raise
        names = []
    return ground.environments(names, compared.kubernetes_version) if names else []


def _discovered(ground: Ground, kubernetes_version: str, files: Files) -> list[Plot]:
    """Return the trees of every Application that no other one contains, as `lint` finds them."""
    from argowave.diff.states import surveying  # noqa: PLC0415 (not for --help)
    from argowave.sources.pool import generate_all  # noqa: PLC0415 (as above)

    files.provide([""])  # an Application may be in any file
    return ground.discovered(kubernetes_version, surveying(files, generate_all))
