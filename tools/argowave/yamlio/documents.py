"""A file's bytes → its documents, each a value with its lines, or a fault."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from argowave.errors import RepositoryError, YamlError
from argowave.files.regular import read_regular
from argowave.yamlio.encoding import as_utf8
from argowave.yamlio.fast import read_fast
from argowave.yamlio.faults import UnreadableError, YamlFault
from argowave.yamlio.lfs import POINTER, is_pointer
from argowave.yamlio.merges import CONFLICT, line_of_conflict
from argowave.yamlio.sharing import shared

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from argowave.yamlio.exact import Pointer

# A line that starts with --- separates documents when only blanks or a comment follow:
# YAMLReader.Read in k8s.io/apimachinery/pkg/util/yaml/decoder.go.
_SEPARATOR: Final = re.compile(rb"^---[ \t\r\v\f]*(?:#[^\n]*)?(?:\n|\Z)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a file."""

    source: str  # the file, as shown
    index: int  # 0-based position in the file
    line: int  # 1-based line of the file in which `text` begins
    body: Any = field(repr=False)  # the JSON value; None for a document that says nothing
    text: bytes = field(repr=False)  # the document's own bytes

    def line_of(self, pointer: Pointer) -> int:
        """Return the 1-based line of a JSON path, or of the nearest ancestor that stands there."""
        lines = _lines(self.text)
        path = tuple(pointer)
        while path not in lines and path:
            path = path[:-1]
        return self.line + lines.get(path, 0)

    def __reduce__(self) -> tuple[Any, ...]:
        """Have a document from another process share its texts with those that are here."""
        return _arrived, (type(self), *(getattr(self, each.name) for each in fields(self)))

    def may_say(self, word: str) -> bool:
        """Tell quickly whether a key or text of the body may hold a word without blanks.

        False is sure; True is not, and all that is known where the body was not read from text,
        or where an escape may stand for anything.
        """
        return not self.text or word.encode() in self.text or b"\\" in self.text


def _arrived(kind: type[Document], *values: Any) -> Document:  # noqa: ANN401 (any field)
    return kind(*map(shared, values))


@lru_cache(maxsize=4)  # a document's findings come one after the other, and each asks
def _lines(text: bytes) -> dict[Pointer, int]:
    """Return the 0-based line of every JSON path, {} for a document that cannot be read."""
    from argowave.yamlio.exact import read_exact  # noqa: PLC0415 (only findings need lines)

    lines: dict[Pointer, int] = {}
    try:
        read_exact(text.decode(), strict=False, lines=lines)
    except UnreadableError:
        return {}
    return lines


def read_documents(data: bytes, source: str, *, strict: bool = True) -> list[Document | YamlFault]:
    """Return every document of a file in order; one that cannot be read is a YamlFault.

    Args:
        data: the file's bytes.
        source: how the file is shown to the reader.
        strict: a key that stands twice is a fault (kubectl's strict reading); otherwise the
            last one wins, as in Go.
    """
    data = as_utf8(data)
    if is_pointer(data):
        return [YamlFault(source, 0, 1, POINTER)]
    if b"\n---" not in data and not data.startswith(b"---"):
        documents = [_read(data, source, 0, 1, strict=strict)]
    else:
        documents = [
            _read(piece, source, index, line, strict=strict)
            for index, (piece, line) in enumerate(_split(data))
        ]
    if any(map(_is_odd, documents)) and (line := line_of_conflict(data)):
        index = next(each.index for each in documents if _is_odd(each))
        conflict = YamlFault(source, index, line, CONFLICT)
        return [conflict, *(each for each in documents if not _is_odd(each))]
    return documents


def _is_odd(document: Document | YamlFault) -> bool:
    """Tell whether a document is none, or a text, as a line of a conflict alone is."""
    return isinstance(document, YamlFault) or isinstance(document.body, str)


def read_mapping(path: Path, *, shown: str | None = None) -> dict[str, Any]:
    """Return the one mapping that a file holds, {} for a file that says nothing.

    Raises:
        RepositoryError: the file cannot be opened.
        YamlError: it cannot be read, holds several documents or no mapping.
    """
    name = shown or str(path)
    try:
        data = read_regular(path)
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        raise RepositoryError(message, path=name) from error
    said: list[Document] = []
    for document in read_documents(data, name):
        if isinstance(document, YamlFault):
            raise YamlError(document.message, path=name, line=document.line)
        if document.body is not None:
            said.append(document)
    if len(said) > 1:
        message = f"holds {len(said)} documents, one is wanted"
        raise YamlError(message, path=name, line=said[1].line)
    if not said:
        return {}
    body = said[0].body
    if not isinstance(body, dict):
        message = f"holds {'a list' if isinstance(body, list) else 'a scalar'}, a mapping is wanted"
        raise YamlError(message, path=name, line=said[0].line)
    return body


def _split(data: bytes) -> list[tuple[bytes, int]]:
    pieces: list[tuple[bytes, int]] = []
    for piece, line in _cut(data):
        if piece.strip() or not pieces:
            pieces.append((piece, line))
    if len(pieces) > 1 and not pieces[0][0].strip():
        del pieces[0]
    return pieces


def _cut(data: bytes) -> Iterator[tuple[bytes, int]]:
    start, line = 0, 1
    for separator in _SEPARATOR.finditer(data):
        yield data[start : separator.start()], line
        line += data.count(b"\n", start, separator.end())
        start = separator.end()
    yield data[start:], line


def _read(data: bytes, source: str, index: int, line: int, *, strict: bool) -> Document | YamlFault:
    sure, value = read_fast(data)
    if sure:
        return Document(source, index, line, shared(value), data)
    from argowave.yamlio.exact import read_exact  # noqa: PLC0415 (PyYAML only where it is needed)

    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        at = line + data.count(b"\n", 0, error.start)
        return YamlFault(source, index, at, f"is not UTF-8: byte 0x{data[error.start]:02x}")
    try:
        return Document(source, index, line, read_exact(text, strict=strict), data)
    except UnreadableError as error:
        return error.fault(source, index, line)
