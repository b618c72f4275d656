"""Files, folders and URLs → the CustomResourceDefinitions in them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from argowave.errors import SchemaError
from argowave.schema.fetching import fetch
from argowave.schema.files import read_file
from argowave.words.credentials import harmless
from argowave.yamlio import Document, YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LISTS: Final = ("List", "CustomResourceDefinitionList")
_SUFFIXES: Final = (".yaml", ".yml", ".json")
_MOST: Final = 50_000  # files and folders below one; no repository of definitions has half as many


@dataclass(frozen=True, slots=True)
class Input:
    """A file of CRDs and how its origin is recorded."""

    source: str  # a URL, or the path as given
    data: bytes
    found: bool = False  # by looking through a folder: what holds no CRD is passed over
    body: dict[str, Any] | None = None  # the one object in it, where it has been read already


def read_inputs(given: Sequence[str], source: str | None = None) -> list[Input]:
    """Return the bytes behind files, folders and URLs.

    Args:
        given: files, folders (every YAML and JSON file below them) or URLs.
        source: recorded in place of local paths; {path} in it is the path below the folder, or
            the name of the file.

    Raises:
        SchemaError: something cannot be read or fetched, or a folder holds no such file.
    """
    return [item for each in given for item in _inputs(each, source)]


def crds_of(item: Input) -> list[tuple[int, dict[str, Any]]]:
    """Return (1-based line, object) of everything in a file, the items of lists one by one.

    Raises:
        SchemaError: a document cannot be read, or is no object.
    """
    if item.body is not None:
        return [(1, item.body)]
    found: list[tuple[int, dict[str, Any]]] = []
    for document in read_documents(item.data, item.source):
        if isinstance(document, YamlFault):
            raise SchemaError(document.message, path=item.source, line=document.line)
        if document.body is not None:
            found += ((document.line, body) for body in _objects(document))
    return found


def _objects(document: Document) -> Iterator[dict[str, Any]]:
    body = document.body
    is_list = isinstance(body, dict) and body.get("kind") in _LISTS
    items = (body.get("items") or []) if is_list else [body]
    if not isinstance(items, list):
        message = f"the items of a {body['kind']} must be a list"
        raise SchemaError(message, path=document.source, line=document.line)
    for each in items:
        if not isinstance(each, dict):
            message = "holds no object, a CustomResourceDefinition is wanted"
            raise SchemaError(message, path=document.source, line=document.line)
        yield each


def _inputs(given: str, source: str | None) -> Iterator[Input]:
    if given.startswith(("http://", "https://")):
        yield Input(harmless(given), fetch(given))
        return
    path = Path(given)
    is_folder = path.is_dir()
    files = [path]
    if is_folder:
        files = sorted(_files_below(given))
        if not files:
            message = "holds no YAML or JSON file"
            raise SchemaError(message, path=given)
    for file in files:
        below = file.relative_to(path).as_posix() if is_folder else file.name
        shown = file.as_posix() if source is None else source.replace("{path}", below)
        yield Input(shown, read_file(file), found=is_folder)


def _files_below(folder: str) -> Iterator[Path]:
    """Give the YAML and JSON files below a folder; links to folders are not followed.

    Raises:
        SchemaError: the folder, or one in it, cannot be read, or they hold too much to be meant.
    """
    seen = 0
    for place, _, names in os.walk(folder, onerror=_refuse):
        seen += 1 + len(names)
        if seen > _MOST:
            message = f"holds more than {_MOST:,} files and folders"
            hint = "name the folder that the definitions are in"
            raise SchemaError(message, path=folder, hint=hint)
        yield from (Path(place, name) for name in names if name.endswith(_SUFFIXES))


def _refuse(error: OSError) -> None:
    message = f"cannot be read: {error.strerror}"
    raise SchemaError(message, path=error.filename) from error
