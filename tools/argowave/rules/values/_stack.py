"""The layers of values of one chart, each over the one before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from argowave.rules.values._again import without
from argowave.rules.values._layers import Layer, file_layers, inline_layers
from argowave.sources.helm.values import merge

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.gotemplates.reads import Place
    from argowave.rules.scene import Scene
    from argowave.sources.request import UsedChart
    from argowave.tree import Application

_SWITCHES: Final = ("enabled", "create", "install")
_ABSENT: Final = object()


@dataclass(frozen=True, slots=True)
class Stack:
    """What one Application gives one chart."""

    application: Application
    chart: UsedChart
    defaults: dict[str, Any]
    files: tuple[Layer, ...]
    inline: tuple[Layer, ...]

    def merged(self, *, leave: tuple[Layer, Place] | None = None) -> dict[str, Any]:
        """Return the values besides the chart's defaults, one key of one layer left out."""
        found: dict[str, Any] = {}
        for layer in (*self.files, *self.inline):
            own = layer.values
            if leave is not None and layer is leave[0]:
                own = without(own, leave[1])
            found = merge(found, own)
        return found

    def below(self, layer: Layer) -> dict[str, Any]:
        """Return the values that apply without a layer and what is over it."""
        found = self.defaults
        for each in (*self.files, *self.inline):
            if each is layer:
                break
            found = merge(found, each.values)
        return found

    def is_switched_off(self, values: dict[str, Any], path: Place) -> bool:
        """Tell whether a value belongs to something that is deliberately off."""
        here: Any = values
        for key in path:
            if not isinstance(here, dict):
                return False
            if any(here.get(each) is False for each in _SWITCHES if each != key):
                return True
            here = here.get(key)
        return False


def take_stack(scene: Scene, application: Application, chart: UsedChart) -> Stack:
    """Return the layers of one chart."""
    defaults: dict[str, Any] = {}
    for layer in file_layers(scene, chart.folder / "values.yaml"):
        defaults = merge(defaults, layer.values)
    files = [each for path in chart.request.value_files for each in file_layers(scene, path)]
    inline = inline_layers(application, chart)
    return Stack(application, chart, defaults, tuple(files), inline)


def leaves(values: dict[str, Any], path: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Give every value that is no mapping, with its path; null is no value but a removal."""
    for key, value in values.items():
        if isinstance(value, dict) and value:
            yield from leaves(value, (*path, key))
        elif value is not None:
            yield (*path, key), value


def value_at(values: dict[str, Any], path: Place) -> object:
    """Return the value at a path, ABSENT where there is none."""
    here: object = values
    for key in path:
        here = here.get(key, _ABSENT) if isinstance(here, dict) else _ABSENT
    return here


def same(one: object, other: object) -> bool:
    """Tell whether two values are one to a template: 1 is not true."""
    return type(one) is type(other) and one == other
