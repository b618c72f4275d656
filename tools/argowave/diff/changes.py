"""What is different between two trees: object by object, field by field."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from argowave.resources import Resource

Path = tuple[str | int, ...]


class How(StrEnum):
    """What becomes of an object."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"  # to another Application, perhaps changed as well


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after; ABSENT where it is not there."""

    path: Path
    before: Any
    after: Any


class _Absent:
    """No value at all, which is something else than null."""

    def __repr__(self) -> str:
        return "absent"


ABSENT = _Absent()


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """One object that is not the same in both trees."""

    how: How
    before: Resource | None
    after: Resource | None
    fields: tuple[FieldChange, ...] = ()

    @property
    def resource(self) -> Resource:
        """The object as it will be, or as it was where it goes."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 (one of the two is always there)
        return found

    @property
    def application(self) -> str:
        """The name of the Application that the object is, or was, in; "" for the root's own."""
        application = self.resource.application
        return application.name if application else ""
