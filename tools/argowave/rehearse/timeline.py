"""What was seen when: a line for each change of a resource, as Argo CD's page would show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from argowave.resources import Resource


@dataclass(frozen=True, slots=True)
class Event:
    """One resource in a new state."""

    seconds: float  # since the rehearsal began
    application: str
    phase: str
    wave: int
    resource: Resource
    sync: str  # Synced, OutOfSync, Excluded
    health: str  # Healthy, Progressing, …; "" for kinds without a check
    message: str


class Timeline:
    """Collects events; the same state of a resource is one event, however often it is seen."""

    def __init__(self, started: float, show: Callable[[Event], None]) -> None:
        """Begin at `started`; `show` is called with each event as it happens."""
        self._started = started
        self._show = show
        self._now: dict[tuple[int, str], tuple[str, str, str]] = {}
        self._ever: set[tuple[int, str, str, str, str]] = set()
        self.events: list[Event] = []
        self.last_new = started  # when something happened that had not happened before

    def record(self, event: Event, now: float) -> None:
        """Add an event unless the resource is in that state already."""
        key = (id(event.resource), event.phase)
        state = (event.sync, event.health, event.message)
        if self._now.get(key) == state:
            return
        self._now[key] = state
        if (*key, *state) not in self._ever:
            self._ever.add((*key, *state))
            self.last_new = now
        self.events.append(event)
        self._show(event)

    def since_start(self, now: float) -> float:
        """Return the seconds since the rehearsal began."""
        return now - self._started
