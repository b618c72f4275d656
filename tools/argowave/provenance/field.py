"""One field of one rendered object, found again in every rendering."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from argowave.provenance.search import Answer
from argowave.provenance.values import ABSENT, Place, at, leaves

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from argowave.yamlio import Document

_NOTHING: Final[tuple[Any, ...]] = (None, "", [], {})


@dataclass(frozen=True, slots=True)
class Field:
    """Where a field is, and what it holds before anything is changed."""

    source: str  # the template, as shown
    position: int  # of the object, among those of its template
    count: int  # objects of its template
    head: tuple[object, object]  # kind, name
    path: Place
    value: Any  # ABSENT where the object has no such field

    def answer(self, documents: Sequence[Document] | None) -> Answer:
        """Return what has become of the field in another rendering."""
        document = None if documents is None else self._again(documents)
        if document is None:
            return Answer.LOST
        value = at(document.body, self.path)
        if value is ABSENT and self.value is not ABSENT:
            return Answer.LOST
        if self.value is ABSENT and _head(document) != self.head:
            return Answer.LOST  # another object may well have it
        return Answer.SAME if _said(value) == _said(self.value) else Answer.MOVED

    def suggested(
        self,
        values: Any,  # noqa: ANN401 (JSON)
        may_read: Callable[[Place], bool],
    ) -> Iterator[tuple[Place, Any, bool]]:
        """Give each leaf that may be read, and whether it is likely to be what the field shows.

        A field that is missing is set by nothing that is set: what brings it up when it is
        something else need not be what it is missing for. Only what a template takes for false
        is asked.
        """
        is_nested = isinstance(self.value, (dict, list)) and self.value
        shown = [each for _, each in leaves(self.value)] if is_nested else [self.value]
        is_empty = self.value is ABSENT or self.value in _NOTHING
        for path, value in leaves(values):
            if (self.value is ABSENT and value) or not may_read(path):
                continue
            yield path, value, value in _NOTHING if is_empty else _is_shown(value, shown)

    def _again(self, documents: Sequence[Document]) -> Document | None:
        own = [each for each in documents if each.source == self.source]
        if len(own) == self.count:
            found = own[self.position]
            return found if _head(found)[0] == self.head[0] else None
        return next((each for each in own if _head(each) == self.head), None)


def find_field(documents: Sequence[Document], document: Document, path: Place) -> Field | None:
    """Return a field of an object among the documents of a rendering, None where it is not there.

    Args:
        documents: a rendering.
        document: the object as it was rendered before.
        path: of the field in it.
    """
    own = [each for each in documents if each.source == document.source]
    head = _head(document)
    same = [n for n, each in enumerate(own) if each.text == document.text] or [
        # something else in it is another with each rendering
        n
        for n, each in enumerate(own)
        if _head(each) == head and _said(at(each.body, path)) == _said(at(document.body, path))
    ]
    if not same:
        return None
    value = at(own[same[0]].body, path)
    return Field(document.source, same[0], len(own), head, path, value)


def _head(document: Document) -> tuple[object, object]:
    return at(document.body, ("kind",)), at(document.body, ("metadata", "name"))


def _said(value: Any) -> str:  # noqa: ANN401 (JSON, or ABSENT)
    return "" if value is ABSENT else json.dumps(value, sort_keys=True, default=str)


def _is_shown(value: object, shown: Sequence[object]) -> bool:
    """Tell whether a value is one of the scalars, or a part of a text among them."""
    text = value if isinstance(value, str) else json.dumps(value)
    return text != "" and any(
        text in each if isinstance(each, str) else type(each) is type(value) and each == value
        for each in shown
    )
