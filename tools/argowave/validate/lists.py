"""A List and the objects in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from argowave.yamlio import Document


@dataclass(frozen=True, slots=True)
class ListItem(Document):
    """One object inside a List; its lines are found in the List's own text."""

    place: tuple[str | int, ...] = ()

    def line_of(self, pointer: tuple[str | int, ...]) -> int:
        """Return the 1-based line, in the file, of `pointer` inside this item."""
        return Document.line_of(self, (*self.place, *pointer))


def expand_list(document: Document) -> list[Document]:
    """Return the objects in a List, Lists in Lists too; a document that is none alone.

    A `List` is read as kubeconform does: kind in any case, key `items` in any case. A typed
    list (`ConfigMapList`) is opened as kubectl does: an item without kind and apiVersion has
    those of its list (k8s.io/apimachinery, unstructuredJSONScheme.decodeToList).
    """
    return list(_expand(document, ()))


def is_list(body: object) -> bool:
    """Tell whether `body` is a List or a typed list with items."""
    if not isinstance(body, dict):
        return False
    kind = body.get("kind")
    if not isinstance(kind, str) or not kind.lower().endswith("list"):
        return False
    return kind.lower() == "list" or isinstance(body.get("items"), list)


def _expand(document: Document, place: tuple[str | int, ...]) -> list[Document]:
    body = document.body
    if not is_list(body):
        return [document]
    key = _items_key(body)
    items = None if key is None else body[key]
    if key is None or not isinstance(items, list):
        return [] if items is None else [document]
    found: list[Document] = []
    for position, item in enumerate(items):
        here = (*place, key, position)
        child = _typed(item, body)
        source, index, line, text = document.source, document.index, document.line, document.text
        found += _expand(ListItem(source, index, line, child, text, here), here)
    return found


def _items_key(body: dict[str, Any]) -> str | None:
    if "items" in body:
        return "items"
    return next((key for key in body if key.lower() == "items"), None)


def _typed(item: object, body: dict[str, Any]) -> object:
    """Return `item` with the kind of its typed list, where it states none itself."""
    own_kind = str(body["kind"])[: -len("List")]
    if own_kind and isinstance(item, dict) and "kind" not in item:
        return {"apiVersion": body.get("apiVersion"), "kind": own_kind, **item}
    return item
