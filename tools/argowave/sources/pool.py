"""Many requests → their manifests, over several processes when that pays."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from argowave.bounded.parent import leave_with_parent
from argowave.cores import available_cores
from argowave.ending import leave_interrupts_to_the_parent
from argowave.errors import ChartError
from argowave.sources.generate import generate_manifests

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Future, ProcessPoolExecutor

    from argowave.sources.request import Generated, ManifestRequest

# A worker takes about 0.3 s to start and a small chart 2 ms to render, a large one a hundred times
# as long: many requests are shared at once, and few when the first of them have taken their time
WORTH_A_WORKER: Final = 200  # requests
WORTH_SECONDS: Final = 0.6  # of work that is left, told after half as many
_LARGEST_BATCH: Final = 20
_BATCHES: Final = 4  # at least, for each process, so that none waits long for another


def generate_all(
    requests: Sequence[ManifestRequest], *, processes: int | None = None
) -> list[Generated]:
    """Return what each request gives, in order.

    Args:
        requests: what is asked.
        processes: how many take part, this one included; None for one a processor core.
    """
    most = processes or available_cores()
    count = min(most, 1 + len(requests) // WORTH_A_WORKER)
    if count > 1:
        return _spread(requests, count)
    # the first one waits for Helm to be loaded, so it says nothing of the others
    done = [generate_manifests(request) for request in requests[:1]]
    begun = time.monotonic()
    for number, request in enumerate(requests[1:], 1):
        done.append(generate_manifests(request))
        taken, left = time.monotonic() - begun, len(requests) - len(done)
        count = min(most, left, 1 + int(taken / number * left / WORTH_SECONDS))
        if count > 1 and taken > WORTH_SECONDS / 2:
            return done + _spread_or_not(requests[len(done) :], count)
    return done


def _spread_or_not(requests: Sequence[ManifestRequest], count: int) -> list[Generated]:
    """Share the requests, or do them here where processes cannot be started."""
    try:
        return _spread(requests, count)
    except (ChartError, OSError):
        return [generate_manifests(request) for request in requests]


def _spread(requests: Sequence[ManifestRequest], count: int) -> list[Generated]:
    """Share the requests with spawned workers.

    Spawned, because a fork after the Helm library is loaded hangs. This process takes batches
    from the end while the workers come up, so that none of it is idle.

    Raises:
        ChartError: a worker died.
    """
    import multiprocessing  # noqa: PLC0415 - only large repositories need it
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415

    size = max(1, min(_LARGEST_BATCH, len(requests) // (count * _BATCHES)))
    batches = [requests[start : start + size] for start in range(0, len(requests), size)]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=count - 1, mp_context=context, initializer=_begin) as pool:
        try:
            results = _share(pool, batches)
        except BrokenProcessPool as error:
            message = "a process that rendered charts was ended from outside"
            raise ChartError(message, hint="run with --processes 1") from error
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [generated for batch in results for generated in batch]


def _begin() -> None:
    leave_interrupts_to_the_parent()
    leave_with_parent()


def _share(
    pool: ProcessPoolExecutor, batches: list[Sequence[ManifestRequest]]
) -> list[list[Generated]]:
    futures: list[Future[list[Generated]]] = [pool.submit(_work, batch) for batch in batches]
    own: dict[int, list[Generated]] = {}
    for index in reversed(range(len(batches))):
        if futures[index].cancel():
            own[index] = _work(batches[index])
    return [own[index] if index in own else future.result() for index, future in enumerate(futures)]


def _work(batch: Sequence[ManifestRequest]) -> list[Generated]:
    return [generate_manifests(request) for request in batch]
