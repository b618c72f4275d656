"""Many requests → their manifests, over several processes when that pays."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from argowave.ending import leave_interrupts_to_the_parent
from argowave.errors import ChartError
from argowave.sources.generate import generate_manifests

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Future, ProcessPoolExecutor

    from argowave.sources.request import Generated, ManifestRequest

# A worker takes about 0.3 s to start and a small chart 2 ms to render
WORTH_A_WORKER = 200
_BATCH = 20


def generate_all(
    requests: Sequence[ManifestRequest], *, processes: int | None = None
) -> list[Generated]:
    """Return what each request gives, in order.

    Args:
        requests: what is asked.
        processes: how many take part, this one included; None for one a processor core.
    """
    count = min(processes or _cores(), 1 + len(requests) // WORTH_A_WORKER)
    if count <= 1:
        return [generate_manifests(request) for request in requests]
    return _spread(requests, count)


def _cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


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

    batches = [requests[start : start + _BATCH] for start in range(0, len(requests), _BATCH)]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(count - 1, context, leave_interrupts_to_the_parent) as pool:
        try:
            results = _share(pool, batches)
        except BrokenProcessPool as error:
            message = "a process that rendered charts was ended from outside"
            raise ChartError(message, hint="run with --processes 1") from error
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [generated for batch in results for generated in batch]


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
