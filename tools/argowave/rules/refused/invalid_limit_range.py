"""invalid-limit-range: a LimitRange whose values contradict each other.

Source: ValidateLimitRange in k8s.io/kubernetes/pkg/apis/core/validation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.rules.refused._part import Part, repeated
from argowave.rules.refused._quantity import stated
from argowave.rules.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.rules.scene import Scene

# (field, field that it is not above)
_ORDER: Final = (
    ("min", "max"),
    ("min", "defaultRequest"),
    ("defaultRequest", "max"),
    ("defaultRequest", "default"),
    ("min", "default"),
    ("default", "max"),
)
_OF_CONTAINERS: Final = ("default", "defaultRequest")
_RATIO: Final = "maxLimitRequestRatio"


def check(scene: Scene) -> Iterator[Finding]:
    """Give everything that is refused of each LimitRange."""
    for resource in scene.inventory.of_kind("", "LimitRange"):
        spec = Part.of(resource, "spec")
        limits = tuple(spec.parts("limits"))
        yield from repeated(limits, lambda each: each.text("type"), "type", "the second type {}")
        for limit in limits:
            yield from _of_type(limit)
            for lesser, greater in _ORDER:
                if limit.text("type") != "Pod" or lesser not in _OF_CONTAINERS:
                    yield from _compare(limit, lesser, greater)
            yield from _of_ratio(limit)


def _of_type(limit: Part) -> Iterator[Finding]:
    kind = limit.text("type")
    if kind == "Pod":
        for field in _OF_CONTAINERS:
            if limit.part(field).body:
                yield limit.refused(f"{field} for the type Pod: only Container has one", field)
    elif kind == "PersistentVolumeClaim":
        named = {*limit.part("min").body, *limit.part("max").body}
        if "storage" not in named and limit.is_whole:
            yield limit.refused("the type PersistentVolumeClaim without min or max of storage")


def _compare(limit: Part, lesser: str, greater: str) -> Iterator[Finding]:
    less, more = limit.part(lesser), limit.part(greater)
    for name, value in less.body.items():
        least, most = stated(value), stated(more.body.get(name))
        if least is not None and most is not None and least > most:
            other = f"the {greater} is {more.body[name]}{more.where(name)}"
            yield less.refused(f"the {lesser} {value} of {name}: {other}", name)


def _of_ratio(limit: Part) -> Iterator[Finding]:
    ratios, least, most = limit.part(_RATIO), limit.part("min"), limit.part("max")
    for name, value in ratios.body.items():
        ratio = stated(value)
        low, high = stated(least.body.get(name)), stated(most.body.get(name))
        if ratio is None:
            continue
        if ratio < 1:
            yield ratios.refused(f"the {_RATIO} {value} of {name}: it is 1 or more", name)
        elif low and high is not None and ratio > high / low:
            shown = f"{most.body[name]} / {least.body[name]}"
            message = f"the {_RATIO} {value} of {name}: it is more than max / min, {shown}"
            yield ratios.refused(message, name)


RULE = Rule(
    name="invalid-limit-range",
    summary="a LimitRange whose values contradict each other",
    why="The API server refuses it, and the namespace stays without limits and defaults.",
    mend="Keep min ≤ defaultRequest ≤ default ≤ max.",
    source="https://kubernetes.io/docs/concepts/policy/limit-range/",
    check=check,
)
