"""A chart as one Application uses it → renderings with changed values, and lines of templates."""

from __future__ import annotations

import copy
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Final

from argowave.finding import Origin
from argowave.gotemplates.marks import line_of_output, marked, unmarked
from argowave.provenance.values import Place, at, with_changed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from argowave.provenance.budget import Budget
    from argowave.sources.helm.probing import ChartProbe
    from argowave.yamlio import Document

_KEPT: Final = 32  # renderings; halves of one search are asked again by the next


class ChartRendering:
    """Renders one chart again and again."""

    def __init__(self, probe: ChartProbe, budget: Budget) -> None:
        """Take the chart; nothing is rendered yet."""
        self.probe = probe
        self.values = dict(probe.values)
        self._budget = budget
        self._kept: OrderedDict[tuple[object, ...], dict[str, str] | None] = OrderedDict()
        self._parts: dict[str, list[str] | None] = {}
        self._size = 0  # of the last rendering, in characters
        self.kin = (probe.digest(),)  # equal for charts with the same templates

    def of(self, source: str) -> TemplateRendering:
        """Return the part that one template has in it.

        Args:
            source: the template, as findings show it.
        """
        return TemplateRendering(self, source)

    def base(self) -> dict[str, str] | None:
        """Return the texts as they are, rendered once."""
        if () not in self._kept:
            self._kept[()] = self.unchanged()
        self._kept.move_to_end(())
        return self._kept[()]

    def unchanged(self) -> dict[str, str] | None:
        """Return the texts as they are, rendered anew."""
        return self._rendered(self.probe.stated)

    def with_changed(self, paths: Sequence[Place], variant: int) -> dict[str, str] | None:
        """Return the texts with other values at some paths, None where Helm refuses them."""
        key = (variant, *paths)
        if key not in self._kept:
            self._kept[key] = self._rendered(self._stated(paths, variant))
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return self._kept[key]

    def written(self, document: Document, path: Place) -> Origin | None:
        """Return the line of the template that a field is written in, None where nobody knows."""
        text = document.text.decode()
        line = document.line_of(path) - document.line
        parts = [
            f"{part}\n"
            for template in self.probe.templates(document.source)
            for part in self._marked_parts(template) or ()
        ]
        own = [part for part in parts if unmarked(part) == text]
        found = {line_of_output(text, part, line) for part in own or parts} - {None}
        return Origin(document.source, found.pop()) if len(found) == 1 else None

    def _marked_parts(self, template: str) -> list[str] | None:
        if template not in self._parts:
            text = marked(self.probe.files[template].decode("utf-8", "replace"))
            if text is not None:
                self._budget.spend(self._size)
            self._parts[template] = None if text is None else self.probe.parts(template, text)
        return self._parts[template]

    def _rendered(self, values: Mapping[str, Any]) -> dict[str, str] | None:
        self._budget.spend(self._size)
        texts = self.probe.render(values)
        if texts is not None:
            self._size = sum(map(len, texts.values()))
        return texts

    def _stated(self, paths: Sequence[Place], variant: int) -> dict[str, Any]:
        """Return what is stated with other values; a list is stated whole."""
        changed = with_changed(self.values, paths, variant)
        stated = copy.deepcopy(dict(self.probe.stated))
        for path in paths:
            keys = _until_list(path)
            here = stated
            for key in keys[:-1]:
                below = here.get(key)
                here[key] = here = below if isinstance(below, dict) else {}
            here[keys[-1]] = at(changed, tuple(keys))
        return stated


class TemplateRendering:
    """What one template of a chart gives; nothing else is read of the chart's many documents."""

    def __init__(self, chart: ChartRendering, source: str) -> None:
        """Take the chart, and the template as findings show it."""
        self._chart = chart
        self._source = source
        self.values: Any = chart.values

    def base(self) -> tuple[Document, ...] | None:
        """Return the documents as they are, rendered once."""
        return self._read(self._chart.base())

    def unchanged(self) -> tuple[Document, ...] | None:
        """Return the documents as they are, rendered anew."""
        return self._read(self._chart.unchanged())

    def with_changed(self, paths: Sequence[Place], variant: int) -> tuple[Document, ...] | None:
        """Return the documents with other values at some paths, None where Helm refuses them."""
        return self._read(self._chart.with_changed(paths, variant))

    def _read(self, texts: dict[str, str] | None) -> tuple[Document, ...] | None:
        return None if texts is None else self._chart.probe.read(texts, self._source)


def _until_list(path: Place) -> Sequence[str]:
    keys: list[str] = []
    for step in path:
        if isinstance(step, int):
            break
        keys.append(step)
    return keys
