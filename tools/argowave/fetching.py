"""Every source that trees have elsewhere → the store and the lock.

What is fetched may lead to more: a chart of Applications has sources of its own. So trees are
loaded again until nothing new is wanted.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from argowave.sources.fetch.answers import Answers
from argowave.sources.fetch.find import is_kept
from argowave.sources.fetch.lock import Lock
from argowave.sources.fetch.wanted import FetchError, wanted_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from threading import Event

    from argowave.sources.fetch.limits import Limits
    from argowave.sources.fetch.lock import Locked
    from argowave.sources.fetch.store import Store
    from argowave.sources.fetch.wanted import Wanted
    from argowave.sources.request import Generated, ManifestRequest
    from argowave.sources.source import Source

    Generate = Callable[[Sequence[ManifestRequest]], list[Generated]]
    Visit = Callable[[Lock, Generate], Iterable[Source]]

_ROUNDS: Final = 20  # of charts that lead to charts
_AT_ONCE: Final = 8
_CHANGED: Final = "what the cache has of it is not what was fetched; run `argowave fetch`"


@dataclass(slots=True)
class Fetched:
    """What a fetch amounts to."""

    locked: dict[Wanted, Locked] = field(default_factory=dict)  # everything that is wanted
    new: list[Locked] = field(default_factory=list)  # of those, what came over the network
    failed: dict[Wanted, str] = field(default_factory=dict)  # and why


def fetch_all(
    visit: Visit, generate: Generate, store: Store, before: Lock, *, offline: bool
) -> Fetched:
    """Fetch everything that is wanted and not there.

    Args:
        visit: loads every tree with a lock and with what generates manifests, and gives what
            generators of ApplicationSets look at.
        generate: really generates manifests.
        store: where content is kept.
        before: what was locked; what it has is fetched as it was, or not at all.
        offline: nothing is fetched; what the lock lacks has failed.
    """
    fetched = Fetched()
    for _ in range(_ROUNDS):
        wanted = _wanted(visit, generate, Lock(fetched.locked))
        missing = {
            each: stated
            for each, stated in wanted.items()
            if each not in fetched.locked and each not in fetched.failed
        }
        if not missing:
            break
        _add(missing, fetched, store, before, offline=offline)
    return fetched


def _wanted(visit: Visit, generate: Generate, lock: Lock) -> dict[Wanted, str]:
    """Return what the trees want, each with the URL as it is stated."""
    wanted: dict[Wanted, str] = {}

    def watch(requests: Sequence[ManifestRequest]) -> list[Generated]:
        for request in requests:
            source = request.source
            if source.repo_url and (source.chart or not request.local):
                wanted.setdefault(wanted_of(source), source.repo_url)
        answers = generate(requests)
        for answer in answers:
            for each, stated in answer.wanted:
                wanted.setdefault(each, stated)
        return answers

    for source in visit(lock, watch):
        if source.repo_url:
            wanted.setdefault(wanted_of(source), source.repo_url)
    return wanted


def _add(
    missing: Mapping[Wanted, str], fetched: Fetched, store: Store, before: Lock, *, offline: bool
) -> None:
    work = []
    for wanted, stated in sorted(missing.items()):
        known = before.find(wanted)
        if known is not None and offline and store.is_changed(known):
            fetched.failed[wanted] = _CHANGED
        elif known is not None and (offline or is_kept(known, store)):
            fetched.locked[wanted] = known
        elif offline:
            fetched.failed[wanted] = "it is not in argowave.lock"
        else:
            work.append((wanted, stated, known))
    from argowave.sources.fetch.limits import Limits  # noqa: PLC0415 (not where all is there)

    limits = Limits()
    with ThreadPoolExecutor(_AT_ONCE) as pool, _until_interrupted(limits.ended):
        answers = pool.map(lambda each: _fetch(each[0], each[1], each[2], store, limits), work)
        for (wanted, _, _), answer in zip(work, answers, strict=True):
            if isinstance(answer, str):
                fetched.failed[wanted] = answer
            else:
                fetched.locked[wanted] = answer
                fetched.new.append(answer)


@contextmanager
def _until_interrupted(ended: Event) -> Iterator[None]:
    """Have the others end too where one ends early: the pool waits for all of them."""
    try:
        yield
    except BaseException:
        ended.set()
        raise


def _fetch(
    wanted: Wanted, stated: str, known: Locked | None, store: Store, limits: Limits
) -> Locked | str:
    from argowave.sources.fetch.resolve import fetch  # noqa: PLC0415 (not where all is there)

    answers = Answers(store.folder)
    try:
        fetched = fetch(wanted, stated, store, known, limits)
    except FetchError as error:
        if not limits.ended.is_set():  # else somebody has interrupted it
            answers.keep(wanted, error)
        return str(error)
    answers.forget(wanted)
    return fetched


def unneeded(before: Lock, fetched: Fetched) -> Iterable[Wanted]:
    """Give what is locked and wanted no more."""
    return sorted(set(before.entries) - set(fetched.locked) - set(fetched.failed))
