"""A label selector and labels → whether they match."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from argowave.applicationsets.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAME: Final = re.compile(r"(?=.{1,63}\Z)[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?")
_PREFIX: Final = re.compile(
    r"(?=.{1,253}\Z)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*"
)
_PLAIN_OPERATORS: Final = ("Exists", "DoesNotExist")
_LISTING_OPERATORS: Final = ("In", "NotIn")


def check_selector(selector: object, *, of_labels: bool) -> None:
    """Refuse a selector that cannot be read, whatever it would be matched with.

    Args:
        selector: a metav1.LabelSelector, or anything.
        of_labels: whether values have to be what labels can have (metav1.LabelSelectorAsSelector);
            without it they are any text (utils.LabelSelectorAsSelector).

    Raises:
        Fault: a key or a value that no label has, an operator that there is not, or values that it
            cannot have.
    """
    if not isinstance(selector, dict):
        return
    wanted = selector.get("matchLabels")
    for key, value in wanted.items() if isinstance(wanted, dict) else ():
        _check(key, [value], of_labels=of_labels)
    stated = selector.get("matchExpressions")
    for each in stated if isinstance(stated, list) else ():
        if isinstance(each, dict):
            _check(each.get("key"), _check_operator(each), of_labels=of_labels)


def _check_operator(expression: Mapping[str, Any]) -> list[Any]:
    key, operator = expression.get("key"), str(expression.get("operator"))
    values = _values(expression)
    if operator in _LISTING_OPERATORS and not values:
        message = f"the selector's {operator} for {key} has no values"
    elif operator in _PLAIN_OPERATORS and values:
        message = f"the selector's {operator} for {key} must not have values"
    elif operator not in {*_LISTING_OPERATORS, *_PLAIN_OPERATORS}:
        message = f"the selector's operator {operator!r} is not In, NotIn, Exists or DoesNotExist"
    else:
        return values
    raise Fault(message)


def _check(key: object, values: list[Any], *, of_labels: bool) -> None:
    prefix, slash, name = str(key).rpartition("/")
    if not _NAME.fullmatch(name) or (slash and not _PREFIX.fullmatch(prefix)):
        message = f"the selector's key {key!r} is no name that a label has"
        raise Fault(message)
    for value in values if of_labels else ():
        if value and not _NAME.fullmatch(str(value)):
            message = f"the selector's value {value!r} for {key} is none that a label has"
            raise Fault(message)


def _values(expression: Mapping[str, Any]) -> list[Any]:
    stated = expression.get("values")
    return stated if isinstance(stated, list) else []


def matches(selector: object, labels: Mapping[str, str]) -> bool:
    """Tell whether labels match a selector; one that states nothing matches everything.

    It has gone through `check_selector`.
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
    key, operator = str(expression.get("key")), expression.get("operator")
    if operator == "Exists":
        return key in labels
    if operator == "DoesNotExist":
        return key not in labels
    inside = key in labels and labels[key] in _values(expression)
    return inside if operator == "In" else not inside
