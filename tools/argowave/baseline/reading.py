"""A baseline file → what it passes over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from argowave.baseline.entry import VERSION, Baseline, Known
from argowave.errors import BaselineError
from argowave.files.regular import read_regular
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from pathlib import Path

    from argowave.yamlio import Document

_TEXTS: Final = ("path", "subject", "rule", "field")
_KEYS: Final = frozenset((*_TEXTS, "count"))
_HINT: Final = "take the baseline from version control, or name another file"


def read_baseline(path: Path, shown: str) -> Baseline:
    """Return what a baseline file says.

    Args:
        path: the file.
        shown: how findings name it.

    Raises:
        BaselineError: there is none, it is damaged, or it is of another version.
    """
    try:
        data = read_regular(path)
    except FileNotFoundError as error:
        message = "there is no such baseline"
        hint = f"`argowave lint --write-baseline {path}` writes it"
        raise BaselineError(message, path=path, hint=hint) from error
    except OSError as error:
        message = f"the baseline cannot be read: {error.strerror or error}"
        raise BaselineError(message, path=path) from error
    documents = read_documents(data, shown)
    first = documents[0]
    if isinstance(first, YamlFault):
        raise BaselineError(first.message, path=path, line=first.line, hint=_HINT)
    if len(documents) > 1 or not isinstance(first.body, dict):
        what = "is empty" if not data.strip() else "is no baseline: one mapping is wanted"
        raise BaselineError(what, path=path, hint=_HINT)
    return _Reader(path, first).read(shown)


class _Reader:
    """Reads one document and says where it is wrong."""

    def __init__(self, path: Path, document: Document) -> None:
        self._path = path
        self._document = document

    def read(self, shown: str) -> Baseline:
        body = self._document.body
        version = body.get("version")
        if version != VERSION or isinstance(version, bool):
            message = f"is a baseline of version {version!r}, this argowave reads {VERSION}"
            raise self._error(message, ("version",))
        if unknown := sorted(body.keys() - {"version", "findings"}):
            message = f"a baseline has no {unknown[0]}"
            raise self._error(message, (unknown[0],))
        entries = body.get("findings")
        if not isinstance(entries, list):
            message = "findings must be a list; without any finding it is []"
            raise self._error(message, ("findings",))
        counts: dict[Known, int] = {}
        lines: dict[Known, int] = {}
        for number, entry in enumerate(entries):
            known, count = self._entry(entry, number)
            if known in counts:
                message = f"{known} stands twice, first in line {lines[known]}"
                raise self._error(message, ("findings", number))
            counts[known] = count
            lines[known] = self._document.line_of(("findings", number))
        return Baseline(shown, counts, lines)

    def _entry(self, entry: Any, number: int) -> tuple[Known, int]:  # noqa: ANN401 (YAML)
        place = ("findings", number)
        if not isinstance(entry, dict):
            message = "an entry must be a mapping with rule, path and count"
            raise self._error(message, place)
        if unknown := sorted(map(str, entry.keys() - _KEYS)):
            message = f"an entry has no {unknown[0]}"
            raise self._error(message, (*place, unknown[0]))
        for key in ("rule", "path", "count"):
            if key not in entry:
                message = f"an entry needs {key}"
                raise self._error(message, place)
        texts = {key: entry.get(key, "") for key in _TEXTS}
        for key, value in texts.items():
            if not isinstance(value, str):
                message = f"{key} must be a text"
                raise self._error(message, (*place, key))
        count = entry["count"]
        if not isinstance(count, int) or isinstance(count, bool) or count < 1:
            message = "count must be a whole number from 1 on"
            raise self._error(message, (*place, "count"))
        return Known(**texts), count

    def _error(self, message: str, pointer: tuple[str | int, ...]) -> BaselineError:
        line = self._document.line_of(pointer)
        return BaselineError(message, path=self._path, line=line, hint=_HINT)
