"""The merge generator: elements with what others add to them (generators/merge.go)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from argowave.applicationsets.elements import Element, mappings
from argowave.applicationsets.faults import Fault
from argowave.applicationsets.parameters import go_text, overlay

if TYPE_CHECKING:
    from collections.abc import Sequence

    from argowave.applicationsets.elements import Child, Setting

_FEWEST: Final = 2


def expand_merge(generator: dict[str, Any], setting: Setting, child: Child) -> list[Element]:
    """Return the first generator's elements, overridden by those of the others with equal keys.

    The order is the first generator's; Argo CD's is that of a Go map, so none.

    Raises:
        Fault: there are fewer than two generators, no keys, or two elements with the same keys.
        Unknown: a generator cannot be run.
    """
    entries = mappings(generator.get("generators"))
    if len(entries) < _FEWEST:
        message = f"a merge has two generators or more, not {len(entries)}"
        raise Fault(message, ("generators",))
    keys = generator.get("mergeKeys")
    names = [str(key) for key in keys] if isinstance(keys, list) else []
    if not names:
        message = "a merge has at least one of mergeKeys"
        raise Fault(message, ("mergeKeys",))
    base, *others = (
        _by_key(child(entry, setting, {}, ("generators", number)), names, number)
        for number, entry in enumerate(entries)
    )
    for other in others:
        for key, element in other.items():
            if key in base:
                base[key] = _override(base[key], element, setting)
    return list(base.values())


def _by_key(elements: Sequence[Element], keys: Sequence[str], number: int) -> dict[str, Element]:
    found: dict[str, Element] = {}
    for element in elements:
        values = {name: _number(element.params.get(name)) for name in keys}
        key = json.dumps(values, sort_keys=True)
        if key in found:
            message = (
                f"{found[key].label} and {element.label} are equal by the mergeKeys: {key}; "
                "within one generator they have to differ"
            )
            raise Fault(message, ("generators", number))
        found[key] = element
    return found


def _number(value: object) -> object:
    """Return a number as float64, which is one key whether 1 or 1.0 is written."""
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value


def _override(below: Element, above: Element, setting: Setting) -> Element:
    if setting.go:
        params = overlay(below.params, above.params)
    else:
        both = {**below.params, **above.params}
        params = {key: go_text(value) for key, value in both.items()}
    return Element(params, f"{below.label} + {above.label}")
