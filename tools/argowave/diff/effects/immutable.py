"""Fields that Kubernetes never changes: the sync fails, or the object is replaced."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from argowave.diff.changes import ABSENT, How
from argowave.diff.effects.effect import Effect, Weight
from argowave.diff.effects.prunes import loses_data
from argowave.manifest import SYNC_OPTIONS
from argowave.order.hooks import is_hook, listed
from argowave.resources.inventory import sync_options

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from argowave.diff.changes import Change, FieldChange
    from argowave.resources import Inventory, Resource

# (group, kind) → patterns of fields; from the validation of updates in pkg/apis of Kubernetes
_FIXED: Final[dict[tuple[str, str], tuple[str, ...]]] = {
    # ValidateDeploymentUpdate, ValidateReplicaSetUpdate … in pkg/apis/apps/validation/validation.go
    ("apps", "Deployment"): ("spec.selector*",),
    ("apps", "ReplicaSet"): ("spec.selector*",),
    ("apps", "DaemonSet"): ("spec.selector*",),
    # ValidateStatefulSetUpdate: all but these may not change
    ("apps", "StatefulSet"): (
        "spec.selector*", "spec.serviceName", "spec.volumeClaimTemplates*",
        "spec.podManagementPolicy",
    ),
    # ValidateJobUpdate in pkg/apis/batch/validation/validation.go
    ("batch", "Job"): ("spec.template*", "spec.selector*", "spec.completionMode"),
    # ValidatePersistentVolumeClaimUpdate in pkg/apis/core/validation/validation.go; requests may
    # grow, volumeAttributesClassName may change
    ("", "PersistentVolumeClaim"): (
        "spec.accessModes*", "spec.storageClassName", "spec.volumeName", "spec.volumeMode",
        "spec.selector*", "spec.dataSource*",
    ),
    ("", "Secret"): ("type",),  # ValidateSecretUpdate
    # ValidateRoleBindingUpdate in pkg/apis/rbac/validation/validation.go
    ("rbac.authorization.k8s.io", "RoleBinding"): ("roleRef*",),
    ("rbac.authorization.k8s.io", "ClusterRoleBinding"): ("roleRef*",),
    ("storage.k8s.io", "StorageClass"): (
        "provisioner", "parameters*", "reclaimPolicy", "volumeBindingMode",
    ),
    ("discovery.k8s.io", "EndpointSlice"): ("addressType",),
    ("networking.k8s.io", "IngressClass"): ("spec.controller",),
    ("scheduling.k8s.io", "PriorityClass"): ("value", "preemptionPolicy"),
}  # fmt: skip


def immutable_effects(
    changes: Sequence[Change], before: Inventory, after: Inventory
) -> Iterator[Effect]:
    """Give what becomes of each change to a field that cannot change."""
    del before, after
    for change in changes:
        if change.how in (How.CHANGED, How.MOVED) and not is_hook(change.resource.manifest):
            fixed = [_show(field) for field in change.fields if _is_fixed(change, field)]
            if fixed:
                yield _effect(change, fixed)


def _effect(change: Change, fixed: Sequence[str]) -> Effect:
    named = ", ".join(fixed)
    option = _replacing(change.resource)
    if option:
        words = f"{named} cannot change, so the object is deleted and made again ({option})"
        is_lost = loses_data(change.before or change.resource)
        return Effect(change, Weight.DESTROYS_DATA if is_lost else Weight.REPLACES, words)
    words = (
        f"{named} cannot change: the sync fails; delete the object first, or give it the sync"
        " options Force=true,Replace=true, with which Argo CD does"
    )
    return Effect(change, Weight.FAILS, words)


def _is_fixed(change: Change, field: FieldChange) -> bool:
    resource = change.resource
    shown = ".".join(str(step) for step in field.path)
    if resource.kind in ("ConfigMap", "Secret") and not resource.group:
        was = change.before.at("immutable") if change.before else None
        if was is True and shown.split(".")[0] in ("data", "binaryData", "stringData", "immutable"):
            return True
    if (resource.group, resource.kind) == ("", "Service") and shown == "spec.clusterIP":
        return field.before is not ABSENT and field.after is not ABSENT  # ValidateServiceUpdate
    patterns = _FIXED.get((resource.group, resource.kind), ())
    return any(fnmatchcase(shown, pattern) for pattern in patterns)


def _replacing(resource: Resource) -> str:
    """Return the sync options that have the object deleted first, "" where none do.

    Force=true deletes what cannot be patched, except with server-side apply, unless Replace=true
    takes its place: applyObject in pkg/sync/sync_context.go of gitops-engine, and Patch in
    pkg/cmd/apply/patcher.go of kubectl. It is read from the object only; the others are read from
    the Application too. Replace=true alone is refused as any other update is.
    """
    own = listed(resource.manifest, SYNC_OPTIONS)
    if "Force=true" not in own:
        return ""
    options = set(own)
    if resource.application is not None:
        options |= set(sync_options(resource.application.manifest))
    if "Replace=true" in options:
        return "Replace=true with Force=true"
    return "" if "ServerSideApply=true" in options else "Force=true"


def _show(field: FieldChange) -> str:
    return ".".join(str(step) for step in field.path)
