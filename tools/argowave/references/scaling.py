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
_VERTICAL: Final = "autoscaling.k8s.io"
# field of a TriggerAuthentication → (field of the name, kind)
_PARAMETERS: Final = {
    "secretTargetRef": ("name", "Secret"),
    "configMapTargetRef": ("name", "ConfigMap"),
    "boundServiceAccountToken": ("serviceAccountName", "ServiceAccount"),
}
_AUTHENTICATIONS: Final = {
    "TriggerAuthentication": "namespace",
    "ClusterTriggerAuthentication": "",
}


def scaling_references(inventory: Inventory) -> Iterator[Reference]:
    """Give the target of each autoscaler, and the authentication of each trigger."""
    for scaler in inventory.of_kind("autoscaling", "HorizontalPodAutoscaler"):
        yield from _target(scaler, ("spec", "scaleTargetRef"), Need.NONE)
        for number, _ in enumerate(scaler.items("spec", "metrics")):
            described = ("spec", "metrics", number, "object", "describedObject")
            yield from _target(scaler, described, Need.NONE, "measures")
    for scaler in inventory.of_kind(_VERTICAL, "VerticalPodAutoscaler"):
        yield from _target(scaler, ("spec", "targetRef"), Need.NONE)
    for scaler in inventory.of_kind(_KEDA, "ScaledObject"):
        # without its target it is not ready, which counts as Degraded
        yield from _target(scaler, ("spec", "scaleTargetRef"), Need.EXIST)
    for scaler in inventory.of_kind(_KEDA, "ScaledObject", "ScaledJob"):
        for number, _ in enumerate(scaler.items("spec", "triggers")):
            yield from _authentication(scaler, ("spec", "triggers", number, "authenticationRef"))
    for each in inventory.of_kind(_KEDA, "TriggerAuthentication"):
        yield from _parameters(each)


def _parameters(authentication: Resource) -> Iterator[Reference]:
    """Give what a TriggerAuthentication reads, all in its own namespace.

    A ClusterTriggerAuthentication reads in KEDA's namespace, which only KEDA's settings say.
    """
    for field, (name_in, kind) in _PARAMETERS.items():
        for number, _ in enumerate(authentication.items("spec", field)):
            path = ("spec", field, number, name_in)
            if name := authentication.text(*path):
                key = Key(authentication.cluster, "", kind, authentication.namespace, name)
                yield refer(authentication, path, key, "reads")


def _target(
    scaler: Resource, path: Path, need: Need, relation: str = "scales"
) -> Iterator[Reference]:
    name = scaler.text(*path, "name")
    if name:
        kind = scaler.text(*path, "kind") or "Deployment"
        version = scaler.text(*path, "apiVersion") or "apps/v1"
        group = version.partition("/")[0] if "/" in version else ""
        key = Key(scaler.cluster, group, kind, scaler.namespace, name)
        yield refer(scaler, (*path, "name"), key, relation, need=need)


def _authentication(scaler: Resource, path: Path) -> Iterator[Reference]:
    name = scaler.text(*path, "name")
    kind = scaler.text(*path, "kind") or "TriggerAuthentication"
    if name and kind in _AUTHENTICATIONS:
        namespace = scaler.namespace if _AUTHENTICATIONS[kind] else ""
        key = Key(scaler.cluster, _KEDA, kind, namespace, name)
        yield refer(scaler, (*path, "name"), key, "authenticates with")
