"""What is wrong with how a pod is scheduled: tolerations, selectors, spreading.

Source: ValidateTolerations, validateAffinity and validateTopologySpreadConstraints in
k8s.io/kubernetes/pkg/apis/core/validation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.rules.refused._part import Part

_MOST: Final = 100  # of a weight


def of_scheduling(pod: Part) -> Iterator[Finding]:
    """Give what is wrong with it."""
    for toleration in pod.parts("tolerations"):
        yield from _of_toleration(toleration)
    for spread in pod.parts("topologySpreadConstraints"):
        skew = spread.number("maxSkew")
        if skew is not None and skew < 1:
            yield spread.refused(f"the maxSkew {skew}: it is 1 or more", "maxSkew")
        yield from of_selector(spread.part("labelSelector"))
    if pod.has("affinity"):
        affinity = pod.part("affinity")
        yield from _of_nodes(affinity.part("nodeAffinity"))
        for field in ("podAffinity", "podAntiAffinity"):
            yield from _of_pods(affinity.part(field))


def of_selector(selector: Part) -> Iterator[Finding]:
    """Give what is wrong with the expressions of a label selector."""
    for each in selector.parts("matchExpressions"):
        yield from _of_expression(each)


def _of_toleration(toleration: Part) -> Iterator[Finding]:
    operator = toleration.text("operator")
    if operator == "Exists" and toleration.text("value"):
        message = "a value beside the operator Exists, which takes every value"
        yield toleration.refused(message, "value")
    elif not toleration.text("key") and operator != "Exists":
        yield toleration.refused("a toleration without a key, unless its operator is Exists")
    if toleration.has("tolerationSeconds") and toleration.text("effect") != "NoExecute":
        message = "tolerationSeconds with another effect than NoExecute"
        yield toleration.refused(message, "tolerationSeconds")


def _of_nodes(affinity: Part) -> Iterator[Finding]:
    required = affinity.part("requiredDuringSchedulingIgnoredDuringExecution")
    for term in required.parts("nodeSelectorTerms"):
        for each in term.parts("matchExpressions"):
            yield from _of_expression(each)
    for preferred in affinity.parts("preferredDuringSchedulingIgnoredDuringExecution"):
        yield from _of_weight(preferred)
        for each in preferred.part("preference").parts("matchExpressions"):
            yield from _of_expression(each)


def _of_pods(affinity: Part) -> Iterator[Finding]:
    for term in affinity.parts("requiredDuringSchedulingIgnoredDuringExecution"):
        yield from of_selector(term.part("labelSelector"))
    for preferred in affinity.parts("preferredDuringSchedulingIgnoredDuringExecution"):
        yield from _of_weight(preferred)
        yield from of_selector(preferred.part("podAffinityTerm").part("labelSelector"))


def _of_weight(preferred: Part) -> Iterator[Finding]:
    weight = preferred.number("weight")
    if weight is not None and not 1 <= weight <= _MOST:
        yield preferred.refused(f"the weight {weight}: it is a number from 1 to {_MOST}", "weight")


def _of_expression(each: Part) -> Iterator[Finding]:
    operator, values = each.text("operator"), each.body.get("values")
    if operator in ("In", "NotIn") and not values:
        yield each.refused(f"the operator {operator} without values")
    elif operator in ("Exists", "DoesNotExist") and values:
        yield each.refused(f"values beside the operator {operator}, which takes none", "values")
