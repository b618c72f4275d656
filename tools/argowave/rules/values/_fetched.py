"""Charts of Helm repositories that were rendered → what they read of their values, if asked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from argowave.files.packed import PackedError
from argowave.gotemplates.defaults import Defaults, defaults_of
from argowave.gotemplates.files import BadArchiveError, chart_files
from argowave.gotemplates.reads import Reads
from argowave.sources.request import UsedChart

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from argowave.gotemplates.reads import Place
    from argowave.tree import Application

_LARGEST: Final = 5_000_000  # bytes of a chart, of which a megabyte takes a quarter of a second
_SHARED: Final = "global"  # which subcharts see as well, and whatever they fetch


@dataclass(frozen=True, slots=True)
class Fetched:
    """One chart's files, and what it states itself."""

    name: str  # chart keda 2.20.2
    files: dict[str, bytes]
    defaults: Defaults

    def is_known(self, path: Place) -> bool:
        """Tell whether the chart states a key itself, so that its authors mean something by it."""
        return _SHARED in path or self.defaults.has(path)

    def reads(self, texts: Iterable[str]) -> Reads:
        """Return what its templates read; `texts` are values in which templates may stand."""
        from argowave.gotemplates.chart import read_files  # noqa: PLC0415 (only what looks strange)

        if sum(map(len, self.files.values())) > _LARGEST:
            reads = Reads()
            reads.give_up(f"it has more than {_LARGEST // 1_000_000} MB")
            return reads
        return read_files(self.files, (*self.defaults.texts(), *texts))


def fetched_charts(application: Application) -> Iterator[tuple[UsedChart, Fetched]]:
    """Give the charts of Helm repositories to which an Application gives values of its own."""
    for request, place in application.renderings:
        *_, last = place
        source = application.sources[last if isinstance(last, int) else 0]
        if not source.chart or not (request.values or request.parameters):
            continue
        opened = _open(request.chart)
        if opened is not None:
            name = f"chart {source.chart} {source.target_revision}"
            yield UsedChart(request.chart, request, place), Fetched(name, *opened)


@lru_cache(maxsize=16)
def _open(archive: Path) -> tuple[dict[str, bytes], Defaults] | None:
    """Return a chart's files and defaults, None where they cannot be read: it is rendered."""
    try:
        files = chart_files(archive)
        return files, defaults_of(files)
    except (OSError, PackedError, BadArchiveError):
        return None
