"""A label selector and labels → whether they match."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from argowave.applicationsets.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Mapping


def matches(selector: object, labels: Mapping[str, str]) -> bool:
    """Tell whether labels match a selector; one that states nothing matches everything.

    metav1.LabelSelector, as utils.LabelSelectorAsSelector reads it: values are any text.

    Raises:
        Fault: an operator that there is not, or values that it cannot have.
    """
    if not isinstance(selector, dict):
        return True
    wanted = selector.get("matchLabels")
    if isinstance(wanted, dict) and any(labels.get(key) != wanted[key] for key in wanted):
        return False
    stated = selector.get("matchExpressions")
    expressions = stated if isinstance(stated, list) else []
    return all(_holds(each, labels) for each in expressions if isinstance(each, dict))


def selects_nothing(selector: object) -> bool:
    """Tell whether a selector states neither labels nor expressions."""
    return not isinstance(selector, dict) or not (
        selector.get("matchLabels") or selector.get("matchExpressions")
    )


def _holds(expression: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    key, operator = expression.get("key"), str(expression.get("operator"))
    stated = expression.get("values")
    values = stated if isinstance(stated, list) else []
    has = isinstance(key, str) and key in labels
    if operator in {"In", "NotIn"}:
        if not values:
            message = f"the selector's {operator} for {key} has no values"
            raise Fault(message)
        inside = has and labels[str(key)] in values
        return inside if operator == "In" else not inside
    if operator in {"Exists", "DoesNotExist"}:
        if values:
            message = f"the selector's {operator} for {key} must not have values"
            raise Fault(message)
        return has if operator == "Exists" else not has
    message = f"the selector's operator {operator!r} is not In, NotIn, Exists or DoesNotExist"
    raise Fault(message)
