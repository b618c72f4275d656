"""The keys of two environments: which differ, which may, and where they are said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from argowave.environment.files import FILES, NOTHING, read_file
from argowave.environment.schema import DIFFERS, SHOWN, properties, read_schema
from argowave.errors import RepositoryError
from argowave.yamlio import Document, own_copy, read_documents

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from argowave.environment.files import Pointer
    from argowave.environment.schema import Rule

_DEEPEST: Final = 8  # keys below each other; a schema may name itself


def differing(one: Any, other: Any, pointer: Pointer = ()) -> Iterator[Pointer]:  # noqa: ANN401 (any JSON value)
    """Give the deepest keys in which two environments differ; a list is one value."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted({*one, *other}):
            below = (*pointer, key)
            yield from differing(one.get(key, NOTHING), other.get(key, NOTHING), below)
    elif one != other or type(one) is not type(other):
        yield pointer


def value_at(values: dict[str, Any], pointer: Pointer) -> Any:  # noqa: ANN401 (any JSON value)
    """Return what an environment says at a key, NOTHING where it says nothing."""
    value: Any = values
    for key in pointer:
        value = value.get(key, NOTHING) if isinstance(value, dict) else NOTHING
    return value


def taken_over(
    values: dict[str, Any], other: dict[str, Any], pointers: Sequence[Pointer]
) -> dict[str, Any]:
    """Return `values` with some keys as `other` says them."""
    made: dict[str, Any] = own_copy(values)
    for pointer in pointers:
        said = value_at(other, pointer)
        place = made
        for key in pointer[:-1]:
            place = place.setdefault(str(key), {})
        if said is NOTHING:
            place.pop(str(pointer[-1]), None)
        else:
            place[str(pointer[-1])] = own_copy(said)
    return made


def declared(schema: Rule) -> Iterator[Pointer]:
    """Give every key of which the schema says why it may differ."""
    stack: list[tuple[Pointer, Rule]] = [((), schema)]
    while stack:
        pointer, rule = stack.pop()
        if DIFFERS in rule:
            yield pointer
        if len(pointer) < _DEEPEST:
            stack += [((*pointer, key), below) for key, below in properties(schema, rule)]


def said_at(repository: Path, name: str, pointer: Pointer) -> tuple[str, int]:
    """Return the file and line in which an environment says a key, or could."""
    files = [read_file(repository, name, role) for role in FILES]
    saying = [file for file in files if file.has(pointer)]
    file = saying[-1] if saying else files[-1]
    return file.shown, file.line_of(pointer)


class SchemaLines:
    """environments/schema.json, and the line of each key in it."""

    def __init__(self, repository: Path) -> None:
        """Read it.

        Raises:
            RepositoryError: it is missing or no JSON object.
        """
        self.rules = read_schema(repository)
        (document,) = read_documents((repository / SHOWN).read_bytes(), SHOWN)
        if not isinstance(document, Document):
            raise RepositoryError(document.message, path=SHOWN, line=document.line)
        self._document = document

    def line_of(self, pointer: Pointer) -> int:
        """Return the line of what is said of a key."""
        path = [step for key in pointer for step in ("properties", key)]
        return self._document.line_of((*path, DIFFERS))
