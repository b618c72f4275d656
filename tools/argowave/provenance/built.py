"""What kustomize built → the line of the file that an object comes from.

Kustomize notes the file of each object, and no line: the object is looked for in the file again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.files.regular import content_of
from argowave.provenance.values import ABSENT, at
from argowave.sources.boundary import is_inside
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from argowave.provenance.values import Place
    from argowave.yamlio import Document

_LARGEST: Final = 1_000_000  # bytes


class BuiltLines:
    """Finds lines, and remembers the file that was read last."""

    def __init__(self, repository: Path) -> None:
        """Take the folder that paths are relative to."""
        self._repository = repository
        self._last: tuple[str, tuple[Document, ...]] = ("", ())

    def line_of(self, built: Document, path: Place) -> int | None:
        """Return the line of a field, None where a patch or another transformer changed it."""
        for written in self._alike(built):
            if _unchanged(written, built, path) and _unmoved(written, built, path):
                return written.line_of(path) if path else written.line
        return None

    def _alike(self, built: Document) -> Iterator[Document]:
        """Give the documents of a file that kustomize may have made an object of.

        A prefix or a suffix may have been put to the name; of several only the very name counts.
        """
        same = [each for each in self._documents(built.source) if _kind(each) == _kind(built)]
        named = [each for each in same if _name(each) == _name(built)]
        if not named and len(same) == 1 and _name(same[0]) in _name(built):
            named = same
        yield from named[:1]

    def _documents(self, path: str) -> tuple[Document, ...]:
        if self._last[0] != path:
            self._last = (path, tuple(self._read(path)))
        return self._last[1]

    def _read(self, path: str) -> Iterator[Document]:
        file = self._repository / path
        try:
            if not is_inside(self._repository, file) or file.stat().st_size > _LARGEST:
                return
            data = content_of(file)
        except OSError:  # it is of another repository, or went meanwhile
            return
        for document in read_documents(data, path, strict=False):
            if not isinstance(document, YamlFault) and isinstance(document.body, dict):
                yield document


def _unchanged(written: Document, built: Document, path: Place) -> bool:
    """Tell whether a field has its value from the file, and a mapping or list stands there."""
    one, other = at(written.body, path), at(built.body, path)
    return one == other or (type(one) is type(other) and isinstance(one, dict | list))


def _unmoved(written: Document, built: Document, path: Place) -> bool:
    """Tell whether each item of a list that leads to a field still is the one of its number."""
    for end, step in enumerate(path):
        if isinstance(step, int):
            one, other = at(written.body, path[: end + 1]), at(built.body, path[: end + 1])
            named = isinstance(one, dict) and isinstance(other, dict)
            if named and one.get("name") != other.get("name"):
                return False
            if (one is ABSENT) != (other is ABSENT):
                return False
    return True


def _kind(document: Document) -> tuple[object, object]:
    return document.body.get("apiVersion"), document.body.get("kind")


def _name(document: Document) -> str:
    return str(at(document.body, ("metadata", "name")))
