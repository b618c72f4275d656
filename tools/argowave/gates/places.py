"""Two objects anywhere in a tree → which one Argo CD applies first, and what decides it.

An object's place is the way down to it: the Application objects on its chain, then the object
itself, each one a task of a step of the Application above it. Two places are compared where they
first differ, as only there a wave or a phase can hold one of them back.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from argowave.order import Phase

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from argowave.order import Step
    from argowave.resources import Inventory, Resource
    from argowave.tree import Application

_WAY_UP = (Phase.PRE_SYNC, Phase.SYNC, Phase.POST_SYNC)


class Order(Enum):
    """Where the target stands, seen from the source."""

    EARLIER = "earlier"  # an earlier step
    TOGETHER = "together"  # the same step
    LATER = "later"  # a later step
    OUTSIDE = "outside"  # nothing to compare: applied by hand, or one holds the other
    UNKNOWN = "unknown"  # two roots, which nobody orders


class Spot(NamedTuple):
    """Where one task stands within its Application's sync."""

    step: int  # index among the steps of the way up
    place: int  # within the step
    phase: Phase
    wave: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """What decides between two objects."""

    order: Order
    parent: Application | None = None  # whose steps decide
    source: Resource | None = None  # the source, or the Application object that leads to it
    target: Resource | None = None
    source_spot: Spot | None = None
    target_spot: Spot | None = None
    below: tuple[Resource, ...] = ()  # from `target` down to the target itself


_OUTSIDE = Comparison(Order.OUTSIDE)


class Places:
    """The places of everything in a tree."""

    def __init__(
        self, inventory: Inventory, steps: Callable[[Application], tuple[Step, ...]]
    ) -> None:
        """Take the resources and the steps of each Application."""
        self._inventory = inventory
        self._steps = steps
        self._objects = {
            id(each.manifest): each for each in inventory.of_kind("argoproj.io", "Application")
        }
        self._applications = {each.chain: each for each in inventory.applications.values()}
        self._spots: dict[tuple[str, ...], Mapping[Resource, Spot]] = {}
        self._ways: dict[tuple[str, ...], tuple[Step, ...]] = {}

    def spot(self, resource: Resource) -> Spot | None:
        """Return where a resource is first applied, None for what no sync applies."""
        application = resource.application
        if application is None:
            return None
        found = self._spots.get(application.chain)
        if found is None:
            found = self._spots[application.chain] = self._take(application)
        return found.get(resource)

    def way_up(self, application: Application) -> tuple[Step, ...]:
        """Return the steps of a sync that goes well."""
        found = self._ways.get(application.chain)
        if found is None:
            steps = self._steps(application)
            found = tuple(step for step in steps if step.phase in _WAY_UP)
            found = steps if len(found) == len(steps) else found
            self._ways[application.chain] = found
        return found

    def way_to(self, resource: Resource) -> tuple[Resource, ...]:
        """Return the Application objects that lead to a resource, the root's first, then itself."""
        application = resource.application
        if application is None:
            return (resource,)
        chain = application.chain
        above = (self._applications.get(chain[: length + 1]) for length in range(len(chain)))
        objects = (self._objects.get(id(each.manifest)) for each in above if each is not None)
        return (*(each for each in objects if each is not None), resource)

    def compare(self, source: Resource, target: Resource) -> Comparison:
        """Tell which of two objects comes first."""
        ours, theirs = self.way_to(source), self.way_to(target)
        depth = 0
        while depth < min(len(ours), len(theirs)) and ours[depth] is theirs[depth]:
            depth += 1
        if depth == len(ours) or depth == len(theirs):
            return _OUTSIDE
        mine, other = ours[depth], theirs[depth]
        if mine.application is None or other.application is None:
            by_hand = depth == len(theirs) - 1 or depth == len(ours) - 1
            return Comparison(Order.OUTSIDE if by_hand else Order.UNKNOWN, None, mine, other)
        spot, their_spot = self.spot(mine), self.spot(other)
        if spot is None or their_spot is None:
            return _OUTSIDE
        order = Order.TOGETHER
        if spot.step != their_spot.step:
            order = Order.EARLIER if their_spot.step < spot.step else Order.LATER
        parent = mine.application
        return Comparison(order, parent, mine, other, spot, their_spot, theirs[depth:])

    def _take(self, application: Application) -> Mapping[Resource, Spot]:
        found: dict[Resource, Spot] = {}
        for number, step in enumerate(self.way_up(application)):
            for place, task in enumerate(step.tasks):
                spot = Spot(number, place, step.phase, step.wave)
                found.setdefault(task.resource, spot)
        return found
