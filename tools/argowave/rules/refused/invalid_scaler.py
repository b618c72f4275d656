"""invalid-scaler: a ScaledObject of KEDA with counts, times or a time zone that KEDA refuses.

Source: CheckReplicaCountBoundsAreValid and verifyCPUMemoryScalers in apis/keda/v1alpha1 of KEDA,
and cronMetadata in pkg/scalers/cron_scaler.go, whose parser takes no descriptors.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from argowave.finding import Severity
from argowave.rules.refused._part import Part
from argowave.rules.rule import Rule, at
from argowave.times.cron import fields_fault, without_zone
from argowave.times.time_zones import did_you_mean_zone, is_time_zone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.rules.scene import Scene

_GROUP: Final = "keda.sh"
_MOST: Final = 100  # without maxReplicaCount
_USAGE: Final = ("cpu", "memory")
_NEEDED: Final = ("timezone", "start", "end", "desiredReplicas")
_COUNT: Final = re.compile(r"[-+]?[0-9]{1,18}")  # KEDA minds 0 and no other number
_FILLED_IN: Final = ("{{", "${")


def check(scene: Scene) -> Iterator[Finding]:
    """Give everything that KEDA refuses of each ScaledObject, and of the times of ScaledJobs."""
    for resource in scene.inventory.of_kind(_GROUP, "ScaledObject"):
        spec = Part.of(resource, "spec")
        yield from _counts(spec)
        yield from _zero(spec)
    for resource in scene.inventory.of_kind(_GROUP, "ScaledObject", "ScaledJob"):
        for trigger in Part.of(resource, "spec").parts("triggers"):
            if trigger.text("type") == "cron":
                yield from _times(trigger.part("metadata"))


def _counts(spec: Part) -> Iterator[Finding]:
    """Judge the counts; a minReplicaCount of 0 is compared as the autoscaler's 1."""
    stated, idle = spec.number("minReplicaCount"), spec.number("idleReplicaCount")
    most = spec.number("maxReplicaCount")
    least = 0 if stated is None else max(stated, 1)
    if least > (_MOST if most is None else most):
        where = spec.where("maxReplicaCount")
        above = f"it is {_MOST} without one" if most is None else f"that is {most}{where}"
        message = f"the minReplicaCount {least}, which is above the maxReplicaCount: {above}"
        yield _refused(spec, message, *spec.among("minReplicaCount"))
    elif idle is not None and idle >= least:
        where = spec.where("minReplicaCount")
        below = "it is 0 without one" if stated is None else f"that is {stated}{where}"
        message = f"the idleReplicaCount {idle}, which is not below the minReplicaCount: {below}"
        yield _refused(spec, message, "idleReplicaCount")


def _zero(spec: Part) -> Iterator[Finding]:
    """Warn of a scale to zero that only usage could end, which nothing at zero has."""
    target = spec.part("scaleTargetRef").text("kind") or "Deployment"
    triggers = [each.text("type") for each in spec.parts("triggers")]
    if target not in ("Deployment", "StatefulSet") or not triggers:
        return
    if not spec.number("minReplicaCount") and all(each in _USAGE for each in triggers):
        message = (
            "KEDA's webhook refuses a minReplicaCount of 0, which is its default, where all "
            f"triggers are {' or '.join(_USAGE)}; write 1 or more"
        )
        path = (*spec.path, *spec.among("minReplicaCount"))
        yield replace(at(spec.resource, path, message), severity=Severity.WARNING)


def _times(metadata: Part) -> Iterator[Finding]:
    stated = {field: metadata.text(field) for field in _NEEDED}
    for field, value in stated.items():
        if not value and not metadata.has(field):
            yield _refused(metadata, f"a cron trigger without {field}")
        elif value and (fault := _fault(field, value)):
            yield _refused(metadata, f"the {field} {value}: {fault}", field)
    if stated["start"] and stated["start"] == stated["end"]:
        message = f"the end {stated['end']}: it is the start{metadata.where('start')} too"
        yield _refused(metadata, message, "end")


def _fault(field: str, value: str) -> str:
    if any(mark in value for mark in _FILLED_IN):
        return ""
    if field == "desiredReplicas":
        return "" if _COUNT.fullmatch(value) and int(value) else "it is a number of 1 or more"
    if field == "timezone":
        return (
            "" if is_time_zone(value) else f"there is none of that name{did_you_mean_zone(value)}"
        )
    fault, bare = without_zone(value)
    if bare.startswith("@"):
        return fault or "KEDA takes no descriptors; write five fields"
    return fault or fields_fault(bare)


def _refused(part: Part, message: str, *steps: str) -> Finding:
    return at(part.resource, (*part.path, *steps), f"KEDA refuses {message}")


RULE = Rule(
    name="invalid-scaler",
    summary="a ScaledObject of KEDA with counts, times or a time zone that KEDA refuses",
    why=(
        "Schemas take the object. KEDA's webhook refuses it when the sync applies it, or KEDA "
        "says in the status alone that it is not Ready, and nothing is scaled."
    ),
    mend="Do what the message says.",
    source="https://keda.sh/docs/latest/reference/scaledobject-spec/",
    check=check,
)
