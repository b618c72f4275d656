"""The merge generator: elements with what others add to them (generators/merge.go)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from argowave.applicationsets.elements import Element, mappings
from argowave.applicationsets.faults import Fault
from argowave.applicationsets.parameters import go_text, overlay
from argowave.words.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from argowave.applicationsets.elements import Child, Setting

_FEWEST: Final = 2
_SLIP: Final = 0.8  # of 1: so like the keys of another element that they may be meant
_WRITTEN: Final = re.compile(r"list\[(\d{1,9})\]")  # the label of an element in a list


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
    known = list(base)
    for number, other in enumerate(others, 1):
        for key, element in other.items():
            if key in base:
                base[key] = _override(base[key], element, setting)
            elif known:
                setting.idle.extend(_idle(element, key, known, number))
    return list(base.values())


def _idle(element: Element, key: str, known: Sequence[str], number: int) -> Iterator[Fault]:
    """Give what is wrong with a written element that nothing of the first generator is equal to.

    Those that other generators find may be more, on purpose.
    """
    written = _WRITTEN.match(element.label)
    if written:
        values = ", ".join(f"{name} {value}" for name, value in json.loads(key).items())
        message = (
            f"no element of the first generator has {values}, so that Argo CD passes over this one"
        )
        near = nearest(key, known, _SLIP)
        meant = ", ".join(str(value) for value in json.loads(near).values()) if near else ""
        mend = f"; did you mean {meant}?" if meant else ""
        path = ("generators", number, "list", "elements", int(written[1]))
        yield Fault(f"{message}{mend}", path)


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
