"""Two likenesses → what differs and should not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from argowave.diff.defaulted import is_defaulted
from argowave.diff.fields import differences
from argowave.diff.ignored import is_ignored
from argowave.diff.showing import show_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from argowave.diff.changes import FieldChange
    from argowave.parity.likeness import Likeness, Role
    from argowave.settings import Difference


@dataclass(frozen=True, slots=True, eq=False)
class Surprise:
    """An object that only one environment has, or a field that differs."""

    role: Role
    field: FieldChange | None  # None for a whole object
    is_first: bool = False  # the first environment has the object, the other one has not

    @property
    def path(self) -> str:
        """The field as findings show it, "" for a whole object."""
        return show_path(self.field.path) if self.field else ""


def surprises(first: Likeness, other: Likeness) -> Iterator[Surprise]:
    """Give everything in which two environments differ, object by object.

    Of an Application that one of them lacks, the objects are passed over.
    """
    alone = {*first.resources} ^ {*other.resources}
    gone = {role.name for role in alone if role.kind == "Application"}
    for role in sorted({*first.resources, *other.resources}):
        if role in alone:
            side = first if role in first.resources else other
            if side.owner(role) not in gone:
                yield Surprise(role, None, is_first=side is first)
            continue
        pair = (first.resources[role], other.resources[role])
        for field in differences(first.bodies[role], other.bodies[role]):
            if not (is_ignored(field, pair[1]) or is_defaulted(field, *pair)):
                yield Surprise(role, field)


def undeclared(
    found: Iterable[Surprise], declared: Iterable[Difference], used: set[int]
) -> Iterator[Surprise]:
    """Give the surprises that no declaration covers; the numbers of those that do go to `used`."""
    entries = list(enumerate(declared))
    for surprise in found:
        covering = [number for number, entry in entries if _covers(entry, surprise)]
        used.update(covering)
        if not covering:
            yield surprise


def _covers(entry: Difference, surprise: Surprise) -> bool:
    """Tell whether a declaration means a surprise: fields below the one it names count too."""
    if not fnmatchcase(str(surprise.role), entry.subject):
        return False
    if entry.field == "*":
        return True
    words = (re.escape(word) for word in entry.field.split("*"))
    return bool(re.fullmatch(f"{'.*'.join(words)}(?:[.\\[].*)?", surprise.path))
