"""The steps of strategy RollingSync → which generated Applications are synced in each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from argowave.applicationsets.elements import mappings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from argowave.manifest import Manifest


@dataclass(frozen=True, slots=True)
class RollingStep:
    """One step; the next one begins when all of its Applications are Healthy."""

    labels: str  # which ones, in words
    applications: tuple[str, ...]
    at_once: str  # maxUpdate: a number or a percentage, "" for all of them


def rolling_steps(
    spec: Mapping[str, Any], applications: Iterable[Manifest]
) -> tuple[RollingStep, ...]:
    """Return the steps of an ApplicationSet, () where it has no RollingSync.

    buildAppDependencyList in applicationset/controllers: an Application belongs to the first step
    whose expressions its labels match; the one that no step takes has to be synced by hand.
    """
    strategy = spec.get("strategy")
    if not isinstance(strategy, dict) or strategy.get("type") != "RollingSync":
        return ()
    stated = strategy.get("rollingSync")
    left = list(applications)
    steps = []
    for step in mappings(stated.get("steps") if isinstance(stated, dict) else None):
        expressions = mappings(step.get("matchExpressions"))
        taken = [each for each in left if _takes(expressions, each)]
        left = [each for each in left if each not in taken]
        words = " and ".join(map(_words, expressions)) or "any labels"
        at_once = step.get("maxUpdate")
        steps.append(
            RollingStep(
                words,
                tuple(each.name for each in taken),
                "" if at_once is None else str(at_once),
            )
        )
    return tuple(steps)


def _takes(expressions: list[dict[str, Any]], application: Manifest) -> bool:
    stated = application.metadata.get("labels")
    labels = stated if isinstance(stated, dict) else {}
    return all(_holds(each, labels) for each in expressions)


def _holds(expression: Mapping[str, Any], labels: Mapping[str, Any]) -> bool:
    """Tell whether one expression takes a label; any other operator takes what lacks the label."""
    key, operator = str(expression.get("key")), expression.get("operator")
    if key not in labels or operator not in ("In", "NotIn"):
        return key not in labels and operator != "In"
    values = expression.get("values")
    listed: bool = labels[key] in (values if isinstance(values, list) else [])
    return listed if operator == "In" else not listed


def _words(expression: Mapping[str, Any]) -> str:
    values = expression.get("values")
    listed = ", ".join(map(str, values)) if isinstance(values, list) else ""
    return f"{expression.get('key')} {expression.get('operator')} ({listed})"
