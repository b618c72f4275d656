"""A chart in this repository → its manifests."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from argowave.finding import Finding
from argowave.git.ignored import COMMIT
from argowave.sources.helm.dependencies import fill_dependencies
from argowave.sources.helm.rendering import render_chart, unrendered
from argowave.sources.request import Generated
from argowave.yamlio.lfs import POINTER, is_pointer

if TYPE_CHECKING:
    from argowave.sources.helm.dependencies import Filled
    from argowave.sources.request import ManifestRequest


_PARTS: Final = frozenset(("Chart.yaml", "values.yaml", "values.schema.json", "templates", "crds"))


@dataclass(frozen=True, slots=True)
class TemplatePath:
    """Turns Helm's template path into the path of the file in the repository."""

    folder: str  # the chart's, relative to the repository
    beside: tuple[tuple[str, str], ...] = ()  # what is only put below charts/, and its own folder

    def __call__(self, template: str) -> str:
        """Return workloads/x/templates/y.yaml for name/templates/y.yaml."""
        inside = template.partition("/")[2]
        for name, folder in self.beside:
            start = f"charts/{name}/"
            if inside.startswith(start):
                return f"{folder}/{inside.removeprefix(start)}"
        return inside if self.folder == "." else f"{self.folder}/{inside}"


def render_local_chart(request: ManifestRequest, folder: Path) -> Generated:
    """Render the chart in `folder` as Argo CD would for the request's Application."""
    shown = folder.relative_to(request.repository).as_posix()
    if pointer := _pointer(folder):
        path = pointer.relative_to(request.repository).as_posix()
        return Generated(findings=(Finding(path, 1, "", "", POINTER, "chart"),))
    if lacking := _lacking(request, shown):
        return Generated(findings=lacking)
    filled = fill_dependencies(request, folder)
    if filled.why:
        given = unrendered(request, folder, shown, filled.why)
        return _with(given, filled)
    chart = filled.folder or folder
    given = render_chart(request, chart, folder, shown, TemplatePath(shown, filled.beside))
    if filled.folder is None:
        return given
    used = given.chart
    if used is not None:
        # what a chart from elsewhere reads of its values is its authors', so no rule is asked
        used = None if filled.wanted else replace(used, whole=filled.folder)
    return _with(replace(given, chart=used), filled)


def _with(given: Generated, filled: Filled) -> Generated:
    """Return what a chart gives with what its dependencies want, and why Argo CD has them not."""
    findings = (*filled.refused, *given.findings)
    return replace(given, findings=findings, wanted=(*filled.wanted, *given.wanted))


def _lacking(request: ManifestRequest, shown: str) -> tuple[Finding, ...]:
    """Return a finding for each part of a chart that git ignores, so that Argo CD has it not.

    What is below charts/ does not count, as Argo CD fetches dependencies itself.
    """
    start = "" if shown == "." else f"{shown}/"
    return tuple(
        Finding(
            path,
            None,
            "",
            "",
            f"git ignores it, so Argo CD renders the chart {shown} without it; {COMMIT}",
            "chart",
        )
        for path in sorted(request.ignored)
        if path.startswith(start) and _is_part(path[len(start) :])
    )


def _is_part(path: str) -> bool:
    """Tell whether a path below a chart is one that Helm reads, or a folder of such."""
    first, _, name = path.partition("/")
    return first in _PARTS and not name.rpartition("/")[2].startswith(".")


def _pointer(folder: Path) -> Path | None:
    """Return what a chart cannot be loaded without and Git LFS has not put there yet."""
    named = (folder / "Chart.yaml", folder / "values.yaml")
    for path in (*filter(Path.is_file, named), *sorted(folder.glob("charts/*.tgz"))):
        with path.open("rb") as file:
            if is_pointer(file.read(100)):
                return path
    return None
