"""What is wrong with how a workload replaces its pods.

Source: ValidateDeploymentStrategy, ValidateRollingUpdateDaemonSet and
validateRollingUpdateStatefulSet in k8s.io/kubernetes/pkg/apis/apps/validation.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.rules.refused._part import Part

_PERCENT: Final = re.compile(r"[0-9]+%")
_ALL: Final = 100
_FIELDS: Final = ("maxSurge", "maxUnavailable")


def of_deployment(spec: Part) -> Iterator[Finding]:
    """Give what is wrong with a Deployment's strategy."""
    strategy = spec.part("strategy")
    rolling = strategy.part("rollingUpdate")
    if strategy.text("type") == "Recreate" and strategy.has("rollingUpdate"):
        yield strategy.refused("rollingUpdate beside the type Recreate", "rollingUpdate")
        return
    yield from _of_amounts(rolling)
    if all(_is_nothing(rolling.body.get(field)) for field in _FIELDS):
        message = "maxSurge and maxUnavailable that are both 0: no pod could ever be replaced"
        yield rolling.refused(message, "maxUnavailable")


def of_daemon_set(spec: Part) -> Iterator[Finding]:
    """Give what is wrong with a DaemonSet's update strategy."""
    rolling = spec.part("updateStrategy").part("rollingUpdate")
    yield from _of_amounts(rolling)
    surge = rolling.body.get("maxSurge", 0)
    unavailable = rolling.body.get("maxUnavailable", 1)
    if _is_nothing(surge) and _is_nothing(unavailable):
        message = "maxSurge and maxUnavailable that are both 0: no pod could ever be replaced"
        yield rolling.refused(message, "maxUnavailable")
    elif not _is_nothing(surge) and not _is_nothing(unavailable):
        given = rolling.body.get("maxUnavailable", "1, when left out")
        message = f"the maxSurge {surge} beside maxUnavailable ({given}): one of them is 0"
        yield rolling.refused(message, "maxSurge")


def of_amount(part: Part, field: str) -> Iterator[Finding]:
    """Give what is wrong with a number or a percentage."""
    value = part.body.get(field)
    number = part.number(field)
    if number is not None and number < 0:
        yield part.refused(f"the {field} {number}: it is 0 or more", field)
    elif isinstance(value, str) and not _PERCENT.fullmatch(value):
        yield part.refused(
            f"the {field} {value!r}: it is a number, or a percentage such as 25%", field
        )
    elif isinstance(value, str) and field != "maxSurge" and int(value[:-1]) > _ALL:
        yield part.refused(f"the {field} {value}: 100% are the most", field)


def _of_amounts(rolling: Part) -> Iterator[Finding]:
    for field in _FIELDS:
        yield from of_amount(rolling, field)


def _is_nothing(value: object) -> bool:
    if isinstance(value, str):
        return bool(_PERCENT.fullmatch(value)) and not int(value[:-1])
    return value == 0 and not isinstance(value, bool)
