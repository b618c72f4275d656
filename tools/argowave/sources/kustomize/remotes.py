"""What kustomizations take from the network → where it is on this machine, once it is fetched."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from argowave.sources.fetch.find import find_archive_of, find_remote
from argowave.sources.fetch.limits import Limits
from argowave.sources.fetch.repository_url import repository_in
from argowave.sources.fetch.store import Store
from argowave.sources.fetch.unpack import unpack
from argowave.sources.fetch.wanted import Wanted, wanted_at, without_credentials

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from argowave.sources.fetch.wanted import Kind
    from argowave.sources.request import Charts

_HELM_FLAG: Final = "--enable-helm"
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")  # one that is no path
_HOME: Final = "charts"


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file that came by HTTP."""

    path: Path
    sha256: str
    label: str  # what findings call it


@dataclass(frozen=True, slots=True)
class RemoteBase:
    """A folder in a repository that was fetched."""

    tree: Path  # the repository's folder
    path: str  # of the kustomization in it
    sha256: str
    label: str  # what paths in the tree begin with in findings


@dataclass(frozen=True, slots=True)
class PulledChart:
    """A chart that kustomize would have helm pull."""

    wanted: Wanted
    stated: str  # the repository's URL as it is written
    place: str  # where kustomize looks for it first, relative to the kustomization's folder


@dataclass(slots=True)
class Remotes:
    """Finds what is elsewhere, and remembers what was asked for."""

    charts: Charts
    inflates: bool  # whether helm may take part: kustomize.buildOptions has --enable-helm
    wanted: dict[Wanted, str] = field(default_factory=dict)  # with the URL as it is stated

    def find(self, stated: str, kind: Kind) -> RemoteFile | RemoteBase:
        """Return what a URL in a kustomization stands for.

        Raises:
            FetchError: it is not at hand.
        """
        wanted = wanted_at(stated, kind)
        self.wanted[wanted] = stated
        path, locked = find_remote(wanted, stated, self.charts)
        if locked.is_file:
            return RemoteFile(path, locked.sha256, wanted.file_label)
        named = repository_in(stated)
        return RemoteBase(path, named.path if named else "", locked.sha256, wanted.label)

    def find_chart(self, chart: PulledChart) -> Path:
        """Return the folder of a chart, unpacked as `helm pull --untar` does.

        Raises:
            FetchError: it is not at hand.
        """
        self.wanted[chart.wanted] = chart.stated
        archive, _ = find_archive_of(chart.wanted, chart.stated, self.charts)

        def fill(target: Path) -> None:
            unpack(archive.read_bytes(), target, Limits())

        folder = Store(self.charts.cache, self.charts.sound).made(f"pulled-{archive.stem}", fill)
        return folder / chart.wanted.chart


def enables_helm(build_options: str) -> bool:
    """Tell whether Argo CD's kustomize.buildOptions let helm take part."""
    return _HELM_FLAG in build_options.split()


def pulled_charts(body: dict[str, Any]) -> Iterator[PulledChart]:
    """Give the charts that a kustomization takes from repositories.

    Source for the places: absChartHome and chartExistsLocally in HelmChartInflationGenerator.go.
    """
    stated = body.get("helmGlobals")
    home = stated.get("chartHome") if isinstance(stated, dict) else None
    home = home if isinstance(home, str) and home else _HOME
    listed = body.get("helmCharts")
    for entry in listed if isinstance(listed, list) else ():
        if not isinstance(entry, dict):
            continue
        name, url, version = (_text(entry, key) for key in ("name", "repo", "version"))
        if not url or not _NAME.fullmatch(name) or "/" in version:
            continue
        below = f"{name}-{version}/{name}" if version else name
        wanted = Wanted(without_credentials(url).rstrip("/"), name, version or "*")
        yield PulledChart(wanted, url, f"{home}/{below}")


def _text(entry: dict[str, Any], key: str) -> str:
    value = entry.get(key)
    return value if isinstance(value, str) else ""
