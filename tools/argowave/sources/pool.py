"""Many requests → their manifests, over several processes when that pays."""

from __future__ import annotations

import time
from collections import deque
from contextlib import ExitStack, suppress
from functools import partial
from typing import TYPE_CHECKING, Final

from argowave.errors import ChartError
from argowave.process.begun import Begun
from argowave.process.cores import available_cores
from argowave.sources.here import generate_here, in_order, taken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from argowave.sources.coworker import Coworker
    from argowave.sources.request import Generated, ManifestRequest

# A worker takes about 0.3 s to start and a small chart 2 ms to render, a large one a hundred times
# as long: many requests are shared at once, and few when the first of them have taken their time
WORTH_A_WORKER: Final = 200  # requests
WORTH_SECONDS: Final = 0.6  # of work that is left, told after half as many
# Unless more are asked for: each has some 50 MB with its Helm, and this process reads what all of
# them give, so that memory does not grow with the machine
MOST: Final = 8
_LARGEST_BATCH: Final = 20
_BATCHES: Final = 4  # at least, for each process, so that none waits long for another


def generate_all(
    requests: Sequence[ManifestRequest], *, processes: int | None = None
) -> list[Generated]:
    """Return what each request gives, in order.

    Args:
        requests: what is asked.
        processes: how many take part, this one included; None for one for every two processor
            cores, as each keeps Helm's child busy beside itself, and for no more than `MOST`.
    """
    most = processes or min(MOST, max(1, available_cores() // 2))
    count = min(most, 1 + len(requests) // WORTH_A_WORKER)
    if count > 1:
        return _spread(requests, count)
    pace = _Pace(most)
    done = generate_here(requests, pace.is_enough)
    rest = [number for number in range(len(requests)) if number not in done]
    if rest:
        others = _spread_or_not([requests[number] for number in rest], pace.count)
        done |= zip(rest, others, strict=True)
    return in_order(done)


class _Pace:
    """How long requests take, which tells how many processes the rest of them is worth."""

    def __init__(self, most: int) -> None:
        """Begin with no more than `most` processes."""
        self.count = 1
        self._most = most
        self._first: tuple[float, int] | None = None  # when it was asked first, and about how many

    def is_enough(self, left: int) -> bool:
        """Tell whether so many that are left are for several processes."""
        now = time.monotonic()
        began, all_of_them = self._first = self._first or (now, left)
        taken, done = now - began, all_of_them - left
        if taken > WORTH_SECONDS / 2 and done:
            self.count = min(self._most, left, 1 + int(taken / done * left / WORTH_SECONDS))
        return self.count > 1


def _spread_or_not(requests: Sequence[ManifestRequest], count: int) -> list[Generated]:
    """Share the requests, or do them here where another process comes to its end."""
    try:
        return _spread(requests, count)
    except ChartError:
        return in_order(generate_here(requests))


def _spread(requests: Sequence[ManifestRequest], count: int) -> list[Generated]:
    """Share the requests with other processes.

    They take batches from the beginning, and this process from the end while they come up, so
    that none of them is idle.

    Raises:
        ChartError: one of them died.
    """
    size = max(1, min(_LARGEST_BATCH, len(requests) // (count * _BATCHES)))
    batches = [requests[start : start + size] for start in range(0, len(requests), size)]
    left = deque(range(len(batches)))
    results: dict[int, list[Generated]] = {}
    with ExitStack() as stack:
        shares = [Begun(partial(_share, one, batches, left)) for one in _coworkers(count, stack)]
        while (number := taken(left.pop)) is not None:
            results[number] = in_order(generate_here(batches[number]))
        for share in shares:
            results |= share.result()
    return [generated for _, batch in sorted(results.items()) for generated in batch]


def _coworkers(count: int, stack: ExitStack) -> list[Coworker]:
    """Start all processes but this one, or as many as there can be."""
    from argowave.sources.coworker import Coworker  # noqa: PLC0415 (only for large repositories)

    started: list[Coworker] = []
    with suppress(OSError):
        for _ in range(count - 1):
            started.append(Coworker())
            stack.callback(started[-1].end)
    return started


def _share(
    coworker: Coworker, batches: Sequence[Sequence[ManifestRequest]], left: deque[int]
) -> dict[int, list[Generated]]:
    """Return what one other process gives, by the numbers of the batches that it took."""
    found = {}
    try:
        while (number := taken(left.popleft)) is not None:
            found[number] = coworker.ask(batches[number])
    except BaseException:
        left.clear()  # nobody needs the rest
        raise
    return found
