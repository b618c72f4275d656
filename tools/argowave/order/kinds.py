"""The order of kinds within one wave."""

from __future__ import annotations

from typing import Final

# kindOrder in gitops-engine/pkg/sync/sync_tasks.go of Argo CD
ORDER: Final = (
    "Namespace",
    "NetworkPolicy",
    "ResourceQuota",
    "LimitRange",
    "PodSecurityPolicy",
    "PodDisruptionBudget",
    "ServiceAccount",
    "Secret",
    "SecretList",
    "ConfigMap",
    "StorageClass",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "CustomResourceDefinition",
    "ClusterRole",
    "ClusterRoleList",
    "ClusterRoleBinding",
    "ClusterRoleBindingList",
    "Role",
    "RoleList",
    "RoleBinding",
    "RoleBindingList",
    "Service",
    "DaemonSet",
    "Pod",
    "ReplicationController",
    "ReplicaSet",
    "Deployment",
    "HorizontalPodAutoscaler",
    "StatefulSet",
    "Job",
    "CronJob",
    "IngressClass",
    "Ingress",
    "APIService",
)
_RANKS: Final = {kind: number - len(ORDER) for number, kind in enumerate(ORDER)}


def rank(kind: str) -> int:
    """Return a kind's place: below 0 for those that have one, 0 (last) for every other kind.

    The group does not count: a Service of Knative is sorted like one of the core group.
    """
    return _RANKS.get(kind, 0)
