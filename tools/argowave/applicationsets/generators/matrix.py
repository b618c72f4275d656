"""The matrix generator: every pair of two generators' elements (generators/matrix.go)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from argowave.applicationsets.elements import Element, bounded, mappings
from argowave.applicationsets.faults import Fault
from argowave.applicationsets.parameters import combine, overlay

if TYPE_CHECKING:
    from collections.abc import Mapping

    from argowave.applicationsets.elements import Child, Setting

_CHILDREN: Final = 2


def expand_matrix(generator: dict[str, Any], setting: Setting, child: Child) -> list[Element]:
    """Return the pairs; the second generator sees the parameters of the first.

    With Go templates the first generator's value wins where both have one.

    Raises:
        Fault: there are not two generators, or one of them is wrong.
        Unknown: one of them cannot be run, or there are too many pairs.
    """
    entries = mappings(generator.get("generators"))
    if len(entries) != _CHILDREN:
        message = f"a matrix has two generators, not {len(entries)}"
        raise Fault(message, ("generators",))
    pairs: list[Element] = []
    for first in child(entries[0], setting, {}, ("generators", 0)):
        for second in child(entries[1], setting, first.params, ("generators", 1)):
            label = f"{first.label} with {second.label}"
            pairs.append(Element(_together(first, second, setting), label))
        bounded("matrix", pairs)
    return pairs


def hidden_path(spec: Mapping[str, Any]) -> str:
    """Return what to do where a matrix of a set has two git generators that both give path.

    With Go templates what the second one gives is not seen, which need not be a fault.
    """
    for entry in mappings(spec.get("generators")):
        matrix = entry.get("matrix")
        children = mappings(matrix.get("generators")) if isinstance(matrix, dict) else []
        gits = [each["git"] for each in children if isinstance(each.get("git"), dict)]
        prefixes = {str(each.get("pathParamPrefix") or "") for each in gits}
        if len(gits) == _CHILDREN and len(prefixes) == 1:
            return (
                "; both git generators of the matrix give path, and the first one's is taken: "
                "state pathParamPrefix for one of them"
            )
    return ""


def _together(first: Element, second: Element, setting: Setting) -> dict[str, Any]:
    if setting.go:
        return overlay(overlay({}, second.params), first.params)
    try:
        return combine(first.params, second.params)
    except Fault as fault:
        message = f"{fault.message} ({first.label}, {second.label})"
        raise replace(fault, message=message) from None
