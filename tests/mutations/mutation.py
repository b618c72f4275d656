"""One thing that is broken in the repository, and the rule that must notice."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from argowave.yamlio import Document, own_copy, read_documents
from argowave.yamlio.write import dump

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
RENDERED = Path("environments/dev/rendered")


@dataclass(frozen=True, slots=True)
class Mutation:
    """A defect: files that change, from what to what (None: the file is not there)."""

    name: str
    rule: str
    files: dict[str, str | None]  # path in the repository → new text


def original(path: str) -> str:
    return (ROOT / path).read_text()


def replaced(name: str, rule: str, path: str, old: str, new: str) -> Mutation:
    """Return a mutation of text; what is replaced stands in the file exactly once."""
    text = original(path)
    assert text.count(old) == 1, (path, old, text.count(old))
    return Mutation(name, rule, {path: text.replace(old, new)})


def changed(name: str, rule: str, path: str, change: Callable[[dict[str, Any]], None]) -> Mutation:
    """Return a mutation of the one object in a file."""
    body = body_of(path)
    change(body)
    made = dump(body)
    assert made != dump(body_of(path)), (name, path)
    return Mutation(name, rule, {path: made})


def removed(name: str, rule: str, path: str) -> Mutation:
    assert (ROOT / path).is_file(), path
    return Mutation(name, rule, {path: None})


def added(name: str, rule: str, path: str, text: str) -> Mutation:
    assert not (ROOT / path).exists(), path
    return Mutation(name, rule, {path: text})


def body_of(path: str) -> dict[str, Any]:
    (document,) = read_documents(original(path).encode(), path)
    assert isinstance(document, Document)
    body: dict[str, Any] = own_copy(document.body)
    return body


def put(body: dict[str, Any], value: object, *path: str | int) -> None:
    """Set a value below an object, making mappings on the way."""
    *above, last = path
    node: Any = body
    for step in above:
        node = node.setdefault(step, {}) if isinstance(node, dict) else node[step]
    node[last] = value


def drop(body: dict[str, Any], *path: str | int) -> None:
    """Remove a value below an object."""
    *above, last = path
    node: Any = body
    for step in above:
        node = node[step]
    del node[last]


def setting(value: object, *path: str | int) -> Callable[[dict[str, Any]], None]:
    return lambda body: put(body, value, *path)


def dropping(*path: str | int) -> Callable[[dict[str, Any]], None]:
    return lambda body: drop(body, *path)
