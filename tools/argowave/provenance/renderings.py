"""A chart, or a part of it → what it renders to with changed values."""

from __future__ import annotations

from collections import OrderedDict
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Final

from argowave.provenance.values import Place, at, with_changed, with_set

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from argowave.provenance.budget import Budget
    from argowave.sources.helm.probing import ChartProbe

_KEPT: Final = 32  # renderings; halves of one search are asked again by the next


class Renderings:
    """Renders one chart again and again."""

    def __init__(self, probe: ChartProbe, budget: Budget) -> None:
        """Take the chart; nothing is rendered yet."""
        self.probe = probe
        self.values = dict(probe.values)
        self.size = 0  # of the last rendering, in characters
        self._budget = budget
        self._kept: OrderedDict[tuple[object, ...], dict[str, str] | None] = OrderedDict()

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

    def _rendered(self, values: Mapping[str, Any]) -> dict[str, str] | None:
        self._budget.spend(self.size)
        texts = self.probe.render(values)
        if texts is not None:
            self.size = sum(map(len, texts.values()))
        return texts

    def _stated(self, paths: Sequence[Place], variant: int) -> dict[str, Any]:
        """Return what is stated with other values; a list is stated whole."""
        changed = with_changed(self.values, paths, variant)
        stated = self.probe.stated
        for path in paths:
            keys = _until_list(path)
            stated = with_set(stated, keys, at(changed, keys))
        return dict(stated)


def _until_list(path: Place) -> Place:
    return tuple(takewhile(lambda step: isinstance(step, str), path))
