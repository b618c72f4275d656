"""A source → its archive or its folder on this machine, or why there is none."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from argowave.sources.fetch.answers import Answers
from argowave.sources.fetch.lock import read_lock
from argowave.sources.fetch.store import Store, default_store
from argowave.sources.fetch.wanted import FetchError, wanted_of
from argowave.sources.request import Charts
from argowave.user_cache.place import kept_below, user_cache

if TYPE_CHECKING:
    from pathlib import Path

    from argowave.sources.fetch.lock import Locked
    from argowave.sources.fetch.wanted import Wanted
    from argowave.sources.source import Source


def find_archive(source: Source, charts: Charts) -> tuple[Path, str]:
    """Return the archive of a source's chart and its exact version.

    Raises:
        FetchError: it is not at hand, and may not or cannot be fetched.
    """
    return find_archive_of(wanted_of(source), source.repo_url, charts)


def find_archive_of(wanted: Wanted, stated: str, charts: Charts) -> tuple[Path, str]:
    """Return the archive of a chart and its exact version.

    Args:
        wanted: the chart.
        stated: the repository's URL as it is written, where credentials may stand.
        charts: how it is found.

    Raises:
        FetchError: it is not at hand, and may not or cannot be fetched.
    """
    store = Store(charts.cache, charts.sound)
    found = _found(wanted, stated, charts, store)
    path = store.archive(found.sha256)
    if path is None:
        message = "it was taken out of the cache meanwhile"
        raise FetchError(message)
    return path, found.resolved


def find_tree(source: Source, charts: Charts) -> tuple[Path, str]:
    """Return the folder of another repository's files, and the commit or digest.

    Raises:
        FetchError: as find_archive.
    """
    store = Store(charts.cache, charts.sound)
    found = _found(wanted_of(source), source.repo_url, charts, store)
    path = store.tree(found.sha256)
    if path is None:
        message = "it was taken out of the cache meanwhile"
        raise FetchError(message)
    return path, found.resolved


def find_remote(wanted: Wanted, stated: str, charts: Charts) -> tuple[Path, Locked]:
    """Return a file, or a repository's folder, that a URL stands for, and what it resolved to.

    Raises:
        FetchError: as find_archive.
    """
    store = Store(charts.cache, charts.sound)
    found = _found(wanted, stated, charts, store)
    path = (store.file if found.is_file else store.tree)(found.sha256)
    if path is None:
        message = "it was taken out of the cache meanwhile"
        raise FetchError(message)
    return path, found


def is_kept(locked: Locked, store: Store) -> bool:
    """Tell whether what is locked is in the store."""
    kept = store.file if locked.is_file else store.tree
    return (store.archive if locked.wanted.chart else kept)(locked.sha256) is not None


def _found(wanted: Wanted, stated: str, charts: Charts, store: Store) -> Locked:
    locked = charts.lock.find(wanted)
    known = locked or store.recall(wanted)
    if known is not None and is_kept(known, store):
        return known
    if not charts.fetch:
        what = "argowave.lock has it, the cache has not" if locked else "it is not in the cache"
        raise Answers(charts.cache.absolute()).error_of(wanted, what)
    from argowave.sources.fetch.resolve import fetch  # noqa: PLC0415 (hardly any run fetches)

    return fetch(wanted, stated, store, locked)


def charts_at_hand(  # noqa: PLR0913 (one for each option)
    repository: Path,
    cache: Path | None = None,
    *,
    fetch: bool = False,
    helm: str | None = None,
    remember: bool = True,
    kept: Path | None = None,
) -> Charts:
    """Return how sources from elsewhere are found for a repository, with its lock.

    Args:
        repository: absolute.
        cache: where fetched content is kept; None for the user's cache.
        fetch: whether the network may be asked.
        helm: a helm binary to render with.
        remember: whether what is built is kept; ARGOWAVE_NO_CACHE forbids it too.
        kept: below which folder; None for what ARGOWAVE_CACHE_DIR says, or the user's cache.

    Raises:
        RepositoryError: the lock cannot be read.
    """
    remembered = remember and not os.environ.get("ARGOWAVE_NO_CACHE")
    results = kept_below(kept, user_cache()) if remembered else None
    return Charts(cache or default_store(), fetch, helm, read_lock(repository), results)
