"""Dead-letter queues are there, and nothing is in them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from argowave.errors import AwsError
from argowave.flows.check import Check
from argowave.flows.checks.queues import MISSING
from argowave.flows.result import Seen
from argowave.report.summary import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.flows.declared import Declared
    from argowave.flows.scene import Scene


class DeadLetters(Check):
    """What nobody could process would be here."""

    name = "dead-letters"
    title = "dead-letter queues exist and are empty"

    def reason_to_skip(self, scene: Scene) -> str:
        """Return why there is nothing to look at."""
        return "" if _with_redrive(scene) else "no queue declares a dead-letter queue"

    def look(self, scene: Scene) -> Seen:
        """Look at the dead-letter queue of each queue that has one."""
        queues = _with_redrive(scene)
        faults = [fault for queue in queues for fault in _faults(scene, queue)]
        return Seen(f"{count(len(queues), 'dead-letter queue')} looked at", tuple(faults))

    def repeat(self, scene: Scene) -> tuple[str, ...]:
        """Return the commands."""
        return tuple(
            scene.queue_command(dead_letter_queue(queue), "All") for queue in _with_redrive(scene)
        )


def dead_letter_queue(queue: Declared) -> str:
    """Return the name of a queue's dead-letter queue, "" where it has none."""
    try:
        policy = json.loads(str(queue.parameters.get("redrivePolicy") or "{}"))
    except ValueError:
        return ""
    return str(policy.get("deadLetterTargetArn", "")).rpartition(":")[2]


def live_queues(scene: Scene) -> list[Declared]:
    """Return the queues that are no dead-letter queues."""
    queues = scene.of_kind("Queue")
    dead = {dead_letter_queue(queue) for queue in queues}
    return [queue for queue in queues if queue.name not in dead]


def _with_redrive(scene: Scene) -> list[Declared]:
    return [queue for queue in scene.of_kind("Queue") if dead_letter_queue(queue)]


def _faults(scene: Scene, queue: Declared) -> Iterator[Finding]:
    name = dead_letter_queue(queue)
    pointer = "$.spec.forProvider.redrivePolicy"
    try:
        waiting = int(scene.queue_attributes(name)["ApproximateNumberOfMessages"])
    except AwsError as error:
        if error.code not in MISSING:
            raise
        yield queue.finding(f"its dead-letter queue {name} does not exist", pointer)
        return
    if waiting:
        message = (
            f"{count(waiting, 'message')} in its dead-letter queue {name}: the consumer gave up on "
            "them; read them there, mend the cause, then start a redrive"
        )
        yield queue.finding(message)
