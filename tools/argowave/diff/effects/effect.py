"""What one change does."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argowave.diff.changes import Change


class Weight(StrEnum):
    """How much an effect matters, the worst first."""

    DESTROYS_DATA = "destroys data"
    HANGS = "hangs"  # something never ends and needs a person
    FAILS = "fails"  # the sync fails, or the object stays out of step
    NOTHING = "nothing"  # the change has no effect, silently
    DELETES = "deletes"
    RESTARTS = "restarts"
    REPLACES = "replaces"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Weight).index(self)

    @property
    def is_fatal(self) -> bool:
        """Whether somebody has to acknowledge it."""
        return self in (Weight.DESTROYS_DATA, Weight.HANGS)


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing that happens, in words."""

    change: Change
    weight: Weight
    message: str

    @property
    def subject(self) -> str:
        """Kind/name of the object that changes."""
        return self.change.resource.subject
