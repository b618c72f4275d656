"""What scales and protects workloads → the workloads, and what it authenticates with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.references.reference import Need, refer
from argowave.resources.key import Key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Path, Reference
    from argowave.resources import Inventory, Resource

_KEDA: Final = "keda.sh"
_AUTHENTICATIONS: Final = {
    "TriggerAuthentication": "namespace",
    "ClusterTriggerAuthentication": "",
}


def scaling_references(inventory: Inventory) -> Iterator[Reference]:
    """Give the target of each autoscaler, and the authentication of each trigger."""
    for scaler in inventory.of_kind("autoscaling", "HorizontalPodAutoscaler"):
        yield from _target(scaler, ("spec", "scaleTargetRef"), Need.NONE)
    for scaler in inventory.of_kind(_KEDA, "ScaledObject"):
        # without its target it is not ready, which counts as Degraded
        yield from _target(scaler, ("spec", "scaleTargetRef"), Need.EXIST)
    for scaler in inventory.of_kind(_KEDA, "ScaledObject", "ScaledJob"):
        for number, _ in enumerate(scaler.items("spec", "triggers")):
            yield from _authentication(scaler, ("spec", "triggers", number, "authenticationRef"))
    for each in inventory.of_kind(_KEDA, "TriggerAuthentication"):
        for number, _ in enumerate(each.items("spec", "secretTargetRef")):
            path = ("spec", "secretTargetRef", number, "name")
            if name := each.text(*path):
                key = Key(each.cluster, "", "Secret", each.namespace, name)
                yield refer(each, path, key, "reads")


def _target(scaler: Resource, path: Path, need: Need) -> Iterator[Reference]:
    name = scaler.text(*path, "name")
    if name:
        kind = scaler.text(*path, "kind") or "Deployment"
        version = scaler.text(*path, "apiVersion") or "apps/v1"
        group = version.partition("/")[0] if "/" in version else ""
        key = Key(scaler.cluster, group, kind, scaler.namespace, name)
        yield refer(scaler, (*path, "name"), key, "scales", need=need)


def _authentication(scaler: Resource, path: Path) -> Iterator[Reference]:
    name = scaler.text(*path, "name")
    kind = scaler.text(*path, "kind") or "TriggerAuthentication"
    if name and kind in _AUTHENTICATIONS:
        namespace = scaler.namespace if _AUTHENTICATIONS[kind] else ""
        key = Key(scaler.cluster, _KEDA, kind, namespace, name)
        yield refer(scaler, (*path, "name"), key, "authenticates with")
