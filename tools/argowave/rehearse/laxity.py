"""What an emulator accepts and AWS does not, so that a rehearsal on it shows nothing about it.

Measured on ministack 1.5.33 and LocalStack 4.14.0; each of the two refuses what the other accepts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from argowave.resources import Inventory, Resource


@dataclass(frozen=True, slots=True)
class Laxity:
    """One thing that an emulator accepts and AWS does not."""

    words: str  # what it does and what was therefore not shown, to follow the emulator's name
    concerns: Callable[[Resource], bool]  # whether a resource would be the one that AWS refuses


def not_shown(engine: str, lax: tuple[Laxity, ...], inventory: Inventory) -> tuple[str, ...]:
    """Return sentences on what a rehearsal has not shown of these resources."""
    return tuple(
        f"{engine} {each.words}"
        for each in lax
        if any(each.concerns(resource) for resource in inventory.resources)
    )


def _is_fifo(resource: Resource) -> bool:
    stated = _stated(resource)
    return stated.get("fifoQueue") is True or stated.get("fifoTopic") is True


def _stated(resource: Resource) -> dict[str, object]:
    stated = resource.spec.get("forProvider")
    return stated if isinstance(stated, dict) else {}


POLICIES = Laxity(
    "delivers whatever a queue's policy says: that it lets the topic in was evaluated, not shown",
    lambda resource: resource.kind == "TopicSubscription",
)
KEYS = Laxity(
    "takes every key: that the credentials are those of the account was not shown",
    lambda resource: bool(_stated(resource)),
)
DEAD_LETTERS = Laxity(
    "takes a redrive policy whose dead-letter queue is not there yet: "
    "that it is made first was not shown",
    lambda resource: "redrivePolicy" in _stated(resource),
)
FIFO = Laxity(
    "subscribes FIFO queues to standard topics: that AWS takes the subscriptions was not shown",
    _is_fifo,
)
