"""Argo CD's settings → the scripts in Lua that it would take from them, and where each begins."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from argowave.typed import value_at
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.tree.argocd_cm import Origin, Piece
    from argowave.yamlio import Document

    Path = tuple[str | int, ...]

_HEALTH: Final = "resource.customizations.health."
_ACTIONS: Final = "resource.customizations.actions."
_TOGETHER: Final = "resource.customizations"
_BASES: Final[tuple[Path, ...]] = (("data",), ("configs", "cm"))  # in a text: a patch, values
_LITERAL: Final = re.compile(rb"(?:^|[:-])\s+(?:[&!]\S+\s+)*\|[-+0-9]*(?:\s+#.*)?\s*$")


@dataclass(frozen=True, slots=True)
class Script:
    """One script of the settings."""

    text: str
    key: str  # of argocd-cm
    below: Path  # from the key's YAML to the script, () where the script is all that the key holds
    first: int | None  # the line of its own first line in the file; None where that means nothing
    origin: Origin


@dataclass(frozen=True, slots=True)
class _Yaml:
    """YAML in a file, or in a text of one."""

    document: Document
    above: int | None = 0  # lines of the file before the text; None where nobody can tell
    base: Path = field(default=())  # of what is looked at

    def first_line(self, path: Path, text: str) -> int | None:
        """Return on which line of the file the text at a path begins."""
        if self.above is None:
            return None
        if not self.document.text:  # the file is no YAML, but the text itself
            return 1
        line = self.document.line_of((*self.base, *path))
        lines = self.document.text.splitlines()
        number = line - self.document.line
        written = lines[number] if number < len(lines) else b""
        if _LITERAL.search(written):
            return self.above + line + 1
        return self.above + line if text and text.encode() in written else None

    def inside(self, path: Path, text: str) -> Iterator[_Yaml]:
        """Give the documents of the text at a path, those that can be read."""
        first = self.first_line(path, text)
        for document in read_documents(text.encode(), self.document.source):
            if not isinstance(document, YamlFault):
                yield _Yaml(document, None if first is None else first - 1)


def scripts_of(piece: Piece) -> Iterator[Script]:
    """Give every script in one place of the settings."""
    origin = piece.origin
    for key, value in piece.data.items():
        stated = _stated(origin, key)
        if key.startswith(_HEALTH):
            if isinstance(value, str):
                yield Script(value, key, (), stated.first_line((key,), value), origin)
        elif key.startswith(_ACTIONS) or key == _TOGETHER:
            for below, text, first in _held(stated, (key,), value):
                yield Script(text, key, below, first, origin)


def _stated(origin: Origin, key: str) -> _Yaml:
    """Return the YAML that a key of the settings stands in."""
    document = origin.document
    if origin.rendered:
        return _Yaml(document, None)
    if not origin.is_text:
        return _Yaml(document, 0, origin.path)
    text = value_at(document.body, origin.path)
    if isinstance(text, str):
        for inner in _Yaml(document).inside(origin.path, text):
            for base in _BASES:
                data = value_at(inner.document.body, base)
                if isinstance(data, dict) and key in data:
                    return replace(inner, base=base)
    return _Yaml(document, None)


def _held(stated: _Yaml, path: Path, value: object) -> Iterator[tuple[Path, str, int | None]]:
    """Give the scripts of a key: its path below the key, its text, and where that begins."""
    if not isinstance(value, str):  # the chart's values may hold YAML instead of a text
        yield from ((found[0][len(path) :], *found[1:]) for found in _nested(stated, path, value))
        return
    for inner in stated.inside(path, value):
        yield from _nested(inner, (), inner.document.body)


def _nested(stated: _Yaml, path: Path, value: object) -> Iterator[tuple[Path, str, int | None]]:
    for key, entry in _entries(value):
        at = (*path, key)
        if not isinstance(entry, str):
            yield from _nested(stated, at, entry)
        elif str(key).endswith(".lua"):
            yield at, entry, stated.first_line(at, entry)
        elif key == "actions":  # the older form keeps the actions of a kind as YAML in a text
            for inner in stated.inside(at, entry):
                for below, text, first in _nested(inner, (), inner.document.body):
                    yield (*at, *below), text, first


def _entries(value: object) -> Iterator[tuple[str | int, object]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from enumerate(value)
