"""Crossplane's Compositions, admission policies, and other kinds that name one of their own API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.references.named import Named, named_references
from argowave.references.reference import Need, refer
from argowave.resources.key import Key
from argowave.words.slip import slip_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Reference
    from argowave.resources import Inventory

_CROSSPLANE: Final = "apiextensions.crossplane.io"
_PACKAGES: Final = "pkg.crossplane.io"
_ADMISSION: Final = "admissionregistration.k8s.io"
_CNPG: Final = "postgresql.cnpg.io"
_SNAPSHOTS: Final = "snapshot.storage.k8s.io"
_VELERO: Final = "velero.io"
_KARGO: Final = "kargo.akuity.io"
_AUTHORIZED: Final = f"{_KARGO}/authorized-stage"
_GLOB: Final = frozenset("*?[{$<")  # patterns, and what is filled in later
_XRD: Final = "CompositeResourceDefinition"
_COMPOSITION: Final = ("Composition",)
_OF_CLUSTER: Final = Named("spec.cluster", _CNPG, ("Cluster",), "is of")
_STORAGE: Final = (_VELERO, ("BackupStorageLocation",), "stores in", "")
_NODE_CLASS: Final = ("karpenter.k8s.aws", ("EC2NodeClass",), "makes nodes by")
_CLAIM: Final = ("", ("PersistentVolumeClaim",), "is taken of", "")
_TABLE: Final = {
    (_CROSSPLANE, "Composition"): (
        Named("spec.pipeline[].functionRef", _PACKAGES, ("Function",), "runs"),
    ),
    (_CROSSPLANE, _XRD): (
        Named("spec.defaultCompositionRef", _CROSSPLANE, _COMPOSITION, "is composed by"),
        Named("spec.enforcedCompositionRef", _CROSSPLANE, _COMPOSITION, "is composed by"),
    ),
    **{
        (_ADMISSION, f"{each}Binding"): (Named("spec", _ADMISSION, (each,), "binds", "policyName"),)
        for each in ("ValidatingAdmissionPolicy", "MutatingAdmissionPolicy")
    },
    (_CNPG, "ScheduledBackup"): (_OF_CLUSTER,),
    (_CNPG, "Backup"): (_OF_CLUSTER,),
    (_CNPG, "Pooler"): (_OF_CLUSTER,),
    (_CNPG, "Database"): (_OF_CLUSTER,),
    ("karpenter.sh", "NodePool"): (Named("spec.template.spec.nodeClassRef", *_NODE_CLASS),),
    (_SNAPSHOTS, "VolumeSnapshot"): (Named("spec.source.persistentVolumeClaimName", *_CLAIM),),
    (_KARGO, "Stage"): (
        Named("spec.requestedFreight[].origin", _KARGO, ("Warehouse",), "takes its freight from"),
        Named("spec.requestedFreight[].sources.stages[]", _KARGO, ("Stage",), "comes after", ""),
        Named(
            "spec.promotionTemplate.spec.steps[].task",
            _KARGO,
            ("PromotionTask", "ClusterPromotionTask"),
            "is promoted by",
        ),
    ),
    (_VELERO, "Backup"): (Named("spec.storageLocation", *_STORAGE),),
    (_VELERO, "Schedule"): (Named("spec.template.storageLocation", *_STORAGE),),
}


def platform_references(inventory: Inventory) -> Iterator[Reference]:
    """Give what these name, and each Composition's definition where the tree has it."""
    yield from named_references(inventory, _TABLE)
    definitions = {
        (each.text("spec", "group"), each.text("spec", "names", "kind")): each
        for each in inventory.of_kind(_CROSSPLANE, _XRD)
    }
    for composition in inventory.of_kind(_CROSSPLANE, "Composition"):
        path = ("spec", "compositeTypeRef")
        group = composition.text(*path, "apiVersion").rpartition("/")[0]
        found = definitions.get((group, composition.text(*path, "kind")))
        if found is not None and found.cluster == composition.cluster:
            yield refer(composition, (*path, "kind"), found.key, "composes", need=Need.NONE)
    yield from _authorized(inventory)


def _authorized(inventory: Inventory) -> Iterator[Reference]:
    """Give the Stage of Kargo that may change each Application, as project:stage.

    A Stage's project is its namespace; authorizeArgoCDAppUpdate in Kargo compares the two texts. A
    project without a Stage here is another repository's, unless its name is a slip.
    """
    stages = inventory.of_kind(_KARGO, "Stage")
    projects = sorted({each.namespace for each in stages})
    for application in inventory.of_kind("argoproj.io", "Application") if stages else ():
        text = application.manifest.annotations.get(_AUTHORIZED)
        project, colon, stage = text.partition(":") if isinstance(text, str) else ("", "", "")
        if not colon or not stage or _GLOB & set(str(text)):
            continue
        near = "" if project in projects else slip_of(project, projects)
        if project in projects or near:
            where = sorted({each.cluster for each in stages} | {application.cluster})
            keys = tuple(Key(each, _KARGO, "Stage", project, stage) for each in where)
            yield refer(
                application,
                ("metadata", "annotations", _AUTHORIZED),
                keys,
                "lets itself be changed by",
                need=Need.NONE,
                meant=f"{near}:{stage}" if near else "",
            )
