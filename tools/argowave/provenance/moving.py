"""A field and everything that could set it → the few leaves that do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

from argowave.provenance.search import Answer, find_movers
from argowave.provenance.values import ABSENT, VARIANTS, Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from argowave.provenance.field import Field
    from argowave.yamlio import Document

MOST: Final = 3  # leaves that are worth naming; a field with more of them is not one value's
_ASKS: Final = 60


class Rendering(Protocol):
    """Something that renders again with changed values."""

    values: Any  # all of them, as JSON

    def may_read(self, path: Place) -> bool:
        """Tell whether a value can take part at all."""

    def with_changed(self, paths: Sequence[Place], variant: int) -> Sequence[Document] | None:
        """Return the documents with other values at some paths, None where they do not render."""

    def unchanged(self) -> Sequence[Document] | None:
        """Return the documents as they are, rendered anew."""


class Movers:
    """Finds what moves fields, and remembers it for the same template elsewhere."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._known: dict[tuple[str, ...], tuple[Place, ...]] = {}

    def find(self, rendering: Rendering, field: Field, kin: tuple[str, ...]) -> tuple[Place, ...]:
        """Return the leaves each of which, changed alone, moves a field; () for none or many.

        Args:
            rendering: what made the field.
            field: of an object.
            kin: equal for renderings of the same templates; what moved the field in one of them
                is asked first in the others, and what nothing moved is not asked again.

        Raises:
            SpentError: there is nothing left to spend.
        """
        template = field.source.rpartition("/templates/")[2]
        is_missing = str(field.value is ABSENT)
        key = (*kin, template, str(field.head[0]), repr(field.path), is_missing)
        known = self._known.get(key)
        if known is None or not all(_asks(rendering, field, [each]) for each in known):
            known = _search(rendering, field)
            self._known[key] = known
        # what differs from one rendering to the next moves by itself
        if known and field.answer(rendering.unchanged()) is not Answer.SAME:
            return ()
        return known


def _search(rendering: Rendering, field: Field) -> tuple[Place, ...]:
    """Ask in turn what the field shows, other values, and switches, until something moves it."""
    pools: tuple[list[Place], list[Place], list[Place]] = ([], [], [])
    for path, value, likely in field.suggested(rendering.values, rendering.may_read):
        pools[0 if likely else 2 if isinstance(value, bool) else 1].append(path)
    for pool in pools:
        found = find_movers(
            pool, lambda paths: _answer(rendering, field, paths), most=MOST, asks=_ASKS
        )
        if found is None:
            return ()
        if found:
            return tuple(found)
    return ()


def _asks(rendering: Rendering, field: Field, paths: Sequence[Place]) -> bool:
    return _answer(rendering, field, paths) is Answer.MOVED


def _answer(rendering: Rendering, field: Field, paths: Sequence[Place]) -> Answer:
    answer = Answer.LOST
    for variant in range(VARIANTS if len(paths) == 1 else 1):
        answer = field.answer(rendering.with_changed(paths, variant))
        if answer is not Answer.LOST:
            break
    return answer
