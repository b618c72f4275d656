"""invalid-quota: a ResourceQuota of something that Kubernetes does not count.

Source: ValidateResourceQuotaSpec in k8s.io/kubernetes/pkg/apis/core/validation, and
standardQuotaResources in pkg/apis/core/helper.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.rules.name_syntax import key_fault
from argowave.rules.refused._part import Part
from argowave.rules.refused._quantity import stated
from argowave.rules.rule import Rule
from argowave.words.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.rules.scene import Scene

_COUNTED: Final = (
    "pods",
    "configmaps",
    "persistentvolumeclaims",
    "replicationcontrollers",
    "resourcequotas",
    "secrets",
    "services",
    "services.loadbalancers",
    "services.nodeports",
)
_MEASURED: Final = (
    *("cpu", "memory", "ephemeral-storage"),
    *("requests.cpu", "requests.memory", "requests.storage", "requests.ephemeral-storage"),
    *("limits.cpu", "limits.memory", "limits.ephemeral-storage"),
)
_PAGES: Final = ("hugepages-", "requests.hugepages-")


def check(scene: Scene) -> Iterator[Finding]:
    """Give everything that is refused of each quota."""
    for resource in scene.inventory.of_kind("", "ResourceQuota"):
        hard = Part.of(resource, "spec", "hard")
        for name, value in hard.body.items():
            if fault := _name_fault(str(name)) or _amount_fault(str(name), value):
                yield hard.refused(f"a quota of {fault}", name)


def _name_fault(name: str) -> str:
    if "/" in name:
        fault = key_fault(name)
        return f"{name}: {fault}" if fault else ""
    if name in _COUNTED or name in _MEASURED or name.startswith(_PAGES):
        return ""
    near = nearest(name.lower(), (*_COUNTED, *_MEASURED))
    if near:
        return f"{name}: did you mean {near}?"
    return f"{name}: what it does not know is counted as count/<resource>.<group>"


def _amount_fault(name: str, value: object) -> str:
    amount = stated(value)
    if amount is None:
        return ""
    if amount < 0:
        return f"{value} {name}: it is 0 or more"
    if name in _COUNTED and amount.denominator != 1:
        return f"{value} {name}: it is a whole number"
    return ""


RULE = Rule(
    name="invalid-quota",
    summary="a ResourceQuota of something that Kubernetes does not count",
    why="The API server refuses the quota, and the namespace stays without a limit.",
    mend="Write one of the names that Kubernetes counts, or count/<resource>.<group>.",
    source="https://kubernetes.io/docs/concepts/policy/resource-quotas/",
    check=check,
)
