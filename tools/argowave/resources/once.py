"""What is worked out of an inventory once, and kept for as long as somebody has that inventory."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, TypeVar
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Callable

    from argowave.resources.inventory import Inventory

Made = TypeVar("Made")


def once(make: Callable[[Inventory], Made]) -> Callable[[Inventory], Made]:
    """Return `make` so that it is called once for each inventory.

    A tree and everything that was found out about it go when the last one who looks at it is done:
    an `lru_cache` would keep them to the end of the run. What is made must not hold the inventory.
    """
    kept: WeakKeyDictionary[Inventory, Made] = WeakKeyDictionary()

    @wraps(make)
    def made(inventory: Inventory) -> Made:
        try:
            return kept[inventory]
        except KeyError:
            found = kept[inventory] = make(inventory)
            return found

    return made
