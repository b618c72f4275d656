"""Cluster API: clusters and their machines → infrastructure, control plane and bootstrapping."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.references.named import Named, named_references
from argowave.references.objects import object_reference
from argowave.references.reference import Need

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Path, Reference
    from argowave.resources import Inventory

_GROUP: Final = "cluster.x-k8s.io"
_CONTROL_PLANE: Final = "controlplane.cluster.x-k8s.io"
_TEMPLATE: Final = ("spec", "template", "spec")
_OF: Final = Named("spec.clusterName", _GROUP, ("Cluster",), "belongs to", "")
_MACHINES: Final = ("MachineDeployment", "MachinePool", "MachineSet")
_TABLE: Final = {(_GROUP, each): (_OF,) for each in (*_MACHINES, "MachineHealthCheck")}
_STARTS: Final = "starts machines by"
_FIELDS: Final[dict[tuple[str, str], tuple[tuple[Path, str], ...]]] = {
    (_GROUP, "Cluster"): (
        (("spec", "infrastructureRef"), "runs on"),
        (("spec", "controlPlaneRef"), "is controlled by"),
    ),
    **{
        (_GROUP, each): (
            ((*_TEMPLATE, "infrastructureRef"), "makes machines by"),
            ((*_TEMPLATE, "bootstrap", "configRef"), _STARTS),
        )
        for each in _MACHINES
    },
    **{
        (_CONTROL_PLANE, each): (
            (("spec", "machineTemplate", "infrastructureRef"), "makes machines by"),
            (("spec", "machineTemplate", "spec", "infrastructureRef"), "makes machines by"),
        )
        for each in ("KubeadmControlPlane", "RKE2ControlPlane", "KThreesControlPlane")
    },
}


def cluster_references(inventory: Inventory) -> Iterator[Reference]:
    """Give what each cluster is made of; the controllers wait for what is not there yet."""
    yield from named_references(inventory, _TABLE)
    for (group, kind), fields in _FIELDS.items():
        for resource in inventory.of_kind(group, kind):
            for path, relation in fields:
                yield from object_reference(resource, path, relation, need=Need.NONE)
