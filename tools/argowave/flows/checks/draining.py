"""Queues drain: no message waits for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.errors import AwsError
from argowave.flows.check import Check
from argowave.flows.checks.dead_letters import live_queues
from argowave.flows.checks.delivery import queue_counts
from argowave.flows.checks.queues import MISSING
from argowave.flows.result import Seen

if TYPE_CHECKING:
    from argowave.flows.scene import Scene


class Draining(Check):
    """The consumer keeps up."""

    name = "draining"
    title = "the queues drain"
    waits = True

    def __init__(self) -> None:
        """Nothing has been seen yet."""
        self._first: dict[str, int] = {}

    def reason_to_skip(self, scene: Scene) -> str:
        """Return why there is nothing to look at."""
        return "" if live_queues(scene) else "no queue is declared"

    def look(self, scene: Scene) -> Seen:
        """Look whether each queue is empty, or has become shorter."""
        faults, words = [], []
        for queue in live_queues(scene):
            try:
                waiting, in_flight = queue_counts(scene, queue)
            except AwsError as error:
                if error.code not in MISSING:
                    raise
                faults.append(queue.finding(f"there is no queue {queue.name}"))
                continue
            first = self._first.setdefault(queue.name, waiting)
            seen = f"{waiting} waiting, {in_flight or 'none'} in flight"
            words.append(f"{queue.name}: {seen}")
            if waiting and waiting >= first:
                hint = "is the consumer running?" if not in_flight else "does the consumer keep up?"
                faults.append(queue.finding(f"the queue does not drain: {seen}: {hint}"))
        return Seen("; ".join(words), tuple(faults))

    def repeat(self, scene: Scene) -> tuple[str, ...]:
        """Return the commands."""
        return tuple(
            scene.queue_command(queue.name, "ApproximateNumberOfMessages")
            for queue in live_queues(scene)
        )
