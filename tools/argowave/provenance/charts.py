"""A chart as one Application uses it → its templates, each of which is rendered again by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from argowave.finding import Origin
from argowave.gotemplates.chart import read_files
from argowave.gotemplates.defaults import texts_with_templates
from argowave.gotemplates.marks import line_of_output, marked, unmarked
from argowave.gotemplates.reads import Reads
from argowave.provenance.renderings import Renderings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from argowave.provenance.budget import Budget
    from argowave.provenance.values import Place
    from argowave.sources.helm.probing import ChartProbe
    from argowave.yamlio import Document

_LARGEST: Final = 300_000  # bytes of a template and what it is made of, a tenth of a second


class ChartRendering:
    """Hands out the templates of one chart."""

    def __init__(self, probe: ChartProbe, budget: Budget) -> None:
        """Take the chart; nothing is rendered yet."""
        self.probe = probe
        self.kin = (probe.digest(),)  # equal for charts with the same templates
        self._budget = budget
        self._whole = Renderings(probe, budget)
        self._templates: dict[str, TemplateRendering] = {}

    def of(self, source: str) -> TemplateRendering:
        """Return the part that one template has in it.

        Args:
            source: the template, as findings show it.
        """
        if source not in self._templates:
            self._budget.check()
            self._templates[source] = TemplateRendering(self._alone(source), source, self._budget)
        return self._templates[source]

    def _alone(self, source: str) -> Renderings:
        """Return what renders a template without the chart's others, where that is the same.

        One that includes another file, for a checksum of it, does not render without that.
        """
        alone = Renderings(self.probe.only(source), self._budget)
        own = self.probe.templates(source)
        whole, texts = self._whole.base(), alone.base()
        if whole is None or texts is None:
            return self._whole
        is_same = all(whole.get(each) == texts.get(each) for each in own)
        return alone if is_same else self._whole


class TemplateRendering:
    """What one template of a chart gives; nothing else is read of the chart's many documents."""

    def __init__(self, renderings: Renderings, source: str, budget: Budget) -> None:
        """Take what renders it, and the template as findings show it."""
        self._renderings = renderings
        self._source = source
        self._budget = budget
        self._parts: dict[str, list[str] | None] = {}
        self.values: Any = renderings.values
        self._reads: Reads | None = None

    def may_read(self, path: Place) -> bool:
        """Tell whether the template, or what it is made of, can read a value."""
        if self._reads is None:
            files = self._renderings.probe.files
            below = {name.partition("/")[2]: content for name, content in files.items()}
            if sum(map(len, below.values())) > _LARGEST:
                self._reads = Reads()
                self._reads.take(())
            else:
                self._reads = read_files(below, texts_with_templates(self.values))
        return self._reads.is_read(path)

    def base(self) -> tuple[Document, ...] | None:
        """Return the documents as they are, rendered once."""
        return self._read(self._renderings.base())

    def unchanged(self) -> tuple[Document, ...] | None:
        """Return the documents as they are, rendered anew."""
        return self._read(self._renderings.unchanged())

    def with_changed(self, paths: Sequence[Place], variant: int) -> tuple[Document, ...] | None:
        """Return the documents with other values at some paths, None where Helm refuses them."""
        return self._read(self._renderings.with_changed(paths, variant))

    def written(self, document: Document, path: Place) -> Origin | None:
        """Return the line of the template that a field is written in, None where nobody knows."""
        text = document.text.decode()
        line = document.line_of(path) - document.line
        parts = [
            f"{part}\n"
            for template in self._renderings.probe.templates(self._source)
            for part in self._marked_parts(template) or ()
        ]
        own = [part for part in parts if unmarked(part) == text]
        found = {line_of_output(text, part, line) for part in own or parts} - {None}
        return Origin(self._source, found.pop()) if len(found) == 1 else None

    def _marked_parts(self, template: str) -> list[str] | None:
        if template not in self._parts:
            probe = self._renderings.probe
            text = marked(probe.files[template].decode("utf-8", "replace"))
            if text is not None:
                self._budget.spend(self._renderings.size)
            self._parts[template] = None if text is None else probe.parts(template, text)
        return self._parts[template]

    def _read(self, texts: dict[str, str] | None) -> tuple[Document, ...] | None:
        return None if texts is None else self._renderings.probe.read(texts, self._source)
