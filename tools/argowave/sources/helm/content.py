"""A chart's folder or archive → a digest of all that Helm can read of it."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from argowave.files.regular import read_regular
from argowave.files.walk import Signature, UntraceableError, is_settled, signature, walk, written
from argowave.sources.digest import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterable

# bytes; Helm renders a smaller folder in a few ms and beside this process, which would be busy for
# as long with finding out whether that is kept
_LEAST: Final = 8_000
_MOST: Final = 64_000_000  # bytes; a larger chart is rendered each time

_Seen = tuple[tuple[str, Signature], ...]  # path below the chart, "" for an archive


@dataclass(frozen=True, slots=True)
class ChartContent:
    """A chart as it was when it was looked at."""

    chart: str
    digest: str
    seen: _Seen
    is_settled: bool  # whether a later write of a file would show in `seen`

    def is_unchanged(self) -> bool:
        """Tell whether the chart is still the same."""
        try:
            same = _look(Path(self.chart)) == self.seen
            return same and (self.is_settled or _read(self.chart, self.seen) == self.digest)
        except (OSError, UntraceableError):
            return False


def content_of(chart: Path) -> ChartContent | None:
    """Return the content of a chart's folder or archive.

    None where it cannot be told from there alone, as a link leads elsewhere, where it cannot be
    read, and where it is too small or too large to be worth it.
    """
    now = time.time_ns()
    try:
        seen = _look(chart)
        if seen is None or _size(seen) > _MOST:
            return None
        settled = all(is_settled(written(each), now) for _, each in seen)
        digest = (_read_once if settled else _read)(str(chart), seen)
    except (OSError, UntraceableError):
        return None
    return ChartContent(str(chart), digest, seen, settled)


def _look(chart: Path) -> _Seen | None:
    if chart.is_file():
        return (("", signature(chart.stat())),)
    files = []
    for name, found in walk(str(chart), frozenset()):
        if isinstance(found, tuple):
            files.append((name, found))
        elif found != "folder":
            return None
    return None if _size(files) < _LEAST else tuple(files)


def _size(seen: Iterable[tuple[str, Signature]]) -> int:
    return sum(each[1] for _, each in seen)


def _read(chart: str, seen: _Seen) -> str:
    parts = []
    for name, _ in seen:
        parts += [os.fsencode(name), read_regular(f"{chart}/{name}" if name else chart)]
    return digest_of(parts)


_read_once = lru_cache(maxsize=256)(_read)  # many Applications have the same chart
