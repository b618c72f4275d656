"""Whether another value in the place of one would change what a chart renders to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from argowave.rules.values._again import unchanged
from argowave.rules.values._stack import value_at
from argowave.sources.helm.values import merge

if TYPE_CHECKING:
    from argowave.gotemplates.reads import Place
    from argowave.rules.values._layers import Layer
    from argowave.rules.values._stack import Stack


def counts(stack: Stack, layer: Layer, path: Place) -> bool:
    """Tell whether templates read a value that they render to the same without.

    It is what they take by themselves then, by `default` or as nothing is false to them.
    """
    whole = stack.merged()
    nested: Any = _another(value_at(layer.values, path))
    for key in reversed(path):
        nested = {str(key): nested}
    return unchanged(stack.chart, [whole, merge(whole, nested)]) == [False]


def _another(value: object) -> object:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, list):
        return [] if value else ["another"]
    return f"{value}-another" if isinstance(value, str) else {"another": "another"}
