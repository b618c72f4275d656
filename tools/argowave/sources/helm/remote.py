"""A chart from a Helm repository → its manifests, when the archive is at hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from argowave.sources.absence import with_absence
from argowave.sources.fetch.find import find_archive
from argowave.sources.fetch.wanted import FetchError
from argowave.sources.helm.rendering import render_chart, unrendered
from argowave.sources.placing import placed

if TYPE_CHECKING:
    from argowave.sources.request import Generated, ManifestRequest


@dataclass(frozen=True, slots=True)
class ArchivedTemplate:
    """Turns Helm's template path into one that names chart and version."""

    version: str

    def __call__(self, template: str) -> str:
        """Return name-1.2.3/templates/y.yaml for name/templates/y.yaml."""
        name, _, inside = template.partition("/")
        return f"{name}-{self.version}/{inside}"


def render_remote_chart(request: ManifestRequest) -> Generated:
    """Render a chart of a Helm repository from the cache, or say why it was not checked."""
    source = request.source
    shown = f"{source.chart} {source.target_revision}".strip()
    try:
        archive, version = find_archive(source, request.charts)
    except FetchError as error:
        given = unrendered(request, None, shown, str(error))
        return placed(with_absence(given, error), request, "")
    given = render_chart(request, archive, None, shown, ArchivedTemplate(version))
    return placed(given, request, "")
