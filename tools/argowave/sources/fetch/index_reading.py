"""The index of a Helm repository → what it says of one chart, without reading it all where it can.

The largest indexes have tens of megabytes and a million values; one chart's part of one is read
in a moment. What `helm repo index` and chart museums write is cut at its lines, whatever looks
otherwise is read whole.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Sequence

_ENTRIES: Final = re.compile(rb"^entries:[ \t]*\r?\n", re.MULTILINE)
_NEXT: Final = re.compile(rb"^[^ \t\r\n#-]", re.MULTILINE)
_FIRST: Final = re.compile(rb"(?: *\r?\n)*( *)[^ \r\n]")


class IndexFaultError(ValueError):
    """It is no index of charts; the text says why, or nothing."""


class NoChartError(LookupError):
    """An index has no such chart."""

    def __init__(self, names: Sequence[str]) -> None:
        """Remember which ones it has."""
        super().__init__()
        self.names = names


def entries_of(chart: str, data: bytes) -> object:
    """Return what an index says of a chart.

    Raises:
        IndexFaultError: it is none.
        NoChartError: it does not have it.
    """
    part = _part(chart, data)
    if part is not None:
        body = _yaml(part)
        if isinstance(body, dict) and list(body) == [chart]:
            return body[chart]
    body = _json(data) or _yaml(data, whole=True)
    entries = body.get("entries") if isinstance(body, dict) else None
    if not isinstance(entries, dict):
        raise IndexFaultError
    if chart not in entries:
        raise NoChartError([each for each in entries if isinstance(each, str)])
    return entries[chart]


def _part(chart: str, data: bytes) -> bytes | None:
    """Return the lines of one chart, None where they cannot be told by looking at lines alone."""
    starts = list(_ENTRIES.finditer(data))
    if len(starts) != 1 or b"&" in data[: starts[0].start()]:
        return None
    start = starts[0].end()
    end = found.start() if (found := _NEXT.search(data, start)) else len(data)
    first = _FIRST.match(data, start, end)
    if first is None or not first[1]:
        return None
    key = re.compile(rb"^%s%s:[ \t]*\r?\n" % (first[1], re.escape(chart.encode())), re.MULTILINE)
    keys = list(key.finditer(data, start, end))
    if len(keys) != 1:
        return None
    following = re.compile(rb"^ {0,%d}[^ \r\n#-]" % len(first[1]), re.MULTILINE)
    stop = found.start() if (found := following.search(data, keys[0].end(), end)) else end
    return data[keys[0].start() : stop]


def _json(data: bytes) -> Any:  # noqa: ANN401 (any JSON value)
    if not data.lstrip().startswith(b"{"):
        return None
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _yaml(data: bytes, *, whole: bool = False) -> object:
    documents = read_documents(data, "index.yaml")
    if documents and not isinstance(documents[0], YamlFault):
        return documents[0].body
    if whole and documents and isinstance(documents[0], YamlFault):
        raise IndexFaultError(documents[0].message)
    return None
