"""Some requests → their manifests in this process: one reads while another waits for Helm."""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import TYPE_CHECKING

from argowave.process.begun import Begun
from argowave.sources.generate import generate_manifests

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from argowave.sources.request import Generated, ManifestRequest


def _never(_left: int) -> bool:
    return False


def generate_here(
    requests: Sequence[ManifestRequest], is_enough: Callable[[int], bool] = _never
) -> dict[int, Generated]:
    """Return {number of a request: what it gives}.

    Two are at work at a time. While Helm's child, or kustomize, is busy with one of them, this
    process reads and parses what the other one needs.

    Args:
        requests: what is asked.
        is_enough: told how many are left, it tells whether those are for somebody else.
    """
    # the first one waits for Helm to be loaded, and loads what the others need
    done = {number: generate_manifests(each) for number, each in enumerate(requests[:1])}
    left = deque(range(1, len(requests)))
    beside = Begun(partial(_take, requests, left)) if len(left) > 1 else None
    try:
        while not is_enough(len(left)) and (number := taken(left.popleft)) is not None:
            done[number] = generate_manifests(requests[number])
    finally:
        left.clear()  # nobody needs the rest where one fails
    return done | (beside.result() if beside else {})


def _take(requests: Sequence[ManifestRequest], left: deque[int]) -> dict[int, Generated]:
    done = {}
    while (number := taken(left.popleft)) is not None:
        done[number] = generate_manifests(requests[number])
    return done


def in_order(done: dict[int, Generated]) -> list[Generated]:
    """Return what requests gave, by their numbers."""
    return [done[number] for number in sorted(done)]


def taken(take: Callable[[], int]) -> int | None:
    """Take the number of what nobody has taken, None where there is none."""
    try:
        return take()
    except IndexError:
        return None
