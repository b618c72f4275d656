"""`argowave fetch [ENV…]`: what Applications take from elsewhere, into the cache and the lock."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from argowave.commands import Exit
from argowave.commands._plots import add_environments, add_ground, charts_of, find_plots
from argowave.errors import InvocationError, OutputError, RepositoryError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from argowave.fetching import Fetched, Generate
    from argowave.sources.fetch.lock import Lock, Locked
    from argowave.sources.request import Charts, Generated, ManifestRequest
    from argowave.sources.source import Source

_EXAMPLE = """examples:
  argowave fetch            what is missing, and write argowave.lock
  argowave fetch --update   ranges, branches and tags anew
  argowave fetch --check    in CI: is the lock complete? no network

The cache is for all of your repositories, and each fetch keeps it below 5 GB: what was
used longest ago goes first, never what this lock names nor what the last two hours used.

exit codes: 0 all of it is here, 1 something cannot be had or is not locked, 2 could not run"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of `argowave fetch`."""
    parser.epilog = _EXAMPLE
    add_environments(parser)
    parser.add_argument(
        "--check", action="store_true", help="tell whether the lock is complete; no network"
    )
    parser.add_argument(
        "--update", action="store_true", help="resolve again what is locked already"
    )
    add_ground(parser, fetches=True)


def run(arguments: Namespace) -> Exit:
    """Fetch, write the lock, and say what came and what did not.

    Raises:
        ToolError: the trees cannot be loaded, or the lock cannot be read or written.
    """
    from argowave.fetching import fetch_all, unneeded  # noqa: PLC0415 (not for --help)
    from argowave.sources.fetch.lock import Lock  # noqa: PLC0415 (as above)
    from argowave.sources.fetch.store import Store  # noqa: PLC0415 (as above)
    from argowave.sources.pool import generate_all  # noqa: PLC0415 (as above)

    if arguments.check and arguments.update:
        message = "--check and --update cannot be given together"
        raise InvocationError(message)
    if arguments.offline:
        message = "fetch uses the network; --check asks none"
        raise InvocationError(message)
    charts = charts_of(arguments)
    visit = partial(_wanted_by_sets, arguments, charts)
    generate = partial(generate_all, processes=arguments.processes)
    before = Lock() if arguments.update else charts.lock
    fetched = fetch_all(
        visit, generate, Store(charts.cache, charts.sound), before, offline=arguments.check
    )
    dropped = () if arguments.environments else tuple(unneeded(charts.lock, fetched))
    if not arguments.check:
        _write(arguments, fetched)
        _prune(charts.cache, fetched)
    _say(fetched)
    for wanted in dropped if arguments.check else ():
        print(f"{wanted}: argowave.lock has it, and nothing wants it", file=sys.stderr)
    wrong = fetched.failed or (arguments.check and dropped)
    return Exit.FINDINGS if wrong else Exit.WELL


def _wanted_by_sets(
    arguments: Namespace, charts: Charts, lock: Lock, generate: Generate
) -> Iterator[Source]:
    """Load every tree, which asks `generate` for all that it takes, and give what sets want.

    Raises:
        ToolError: the trees cannot be loaded.
    """
    from argowave.settings import load_settings  # noqa: PLC0415 (as above)

    settings = load_settings(arguments.repository.resolve())
    at_hand = replace(charts, fetch=False, lock=lock)
    lacking = _Lacking(generate)
    try:
        plots = find_plots(arguments, settings, charts=at_hand, generate=lacking.generate)
    except RepositoryError:
        if not lacking.something:
            raise
        return  # what is lacking may have the root in it
    for plot in plots:
        for each in plot.load_with(generate).application_sets:
            yield from each.wanted


@dataclass(slots=True)
class _Lacking:
    """Generates manifests, and remembers whether something from elsewhere was asked for."""

    really: Generate
    something: bool = False

    def generate(self, requests: Sequence[ManifestRequest]) -> list[Generated]:
        """Return what each request gives."""
        answers = self.really(requests)
        self.something |= any(each.wanted for each in answers)
        return answers


def _write(arguments: Namespace, fetched: Fetched) -> None:
    """Write the lock; where only some environments were looked at, what others want stays."""
    from argowave.sources.fetch.lock import NAME, write_lock  # noqa: PLC0415 (as above)

    def merged(now: Lock) -> Iterable[Locked]:
        kept = now.entries if arguments.environments else fetched.failed.keys() & now.entries.keys()
        return {**{each: now.entries[each] for each in kept}, **fetched.locked}.values()

    try:
        write_lock(arguments.repository.resolve(), merged)
    except OSError as error:
        message = f"cannot be written: {error.strerror}"
        raise OutputError(message, path=NAME) from error


def _prune(store: Path, fetched: Fetched) -> None:
    """Make room in the store, but not by what the lock names."""
    from argowave.sources.fetch.pruning import LIMIT, prune  # noqa: PLC0415 (as above)

    gone = prune(store, {each.sha256 for each in fetched.locked.values()})
    if gone:
        size = sum(each.size for each in gone) // 1_000_000
        print(
            f"the cache had more than {LIMIT // 1_000_000} MB: {len(gone)} of its contents, "
            f"{size} MB that were used longest ago, are removed",
            file=sys.stderr,
        )


def _say(fetched: Fetched) -> None:
    new = {each.wanted for each in fetched.new}
    for wanted, locked in sorted(fetched.locked.items()):
        how = "fetched" if wanted in new else "locked"
        resolved = "" if locked.resolved == wanted.revision else f" is {locked.resolved},"
        print(f"{wanted}:{resolved} {how} sha256:{locked.sha256[:12]}")
    for wanted, why in sorted(fetched.failed.items()):
        print(f"{wanted}: {why}", file=sys.stderr)
