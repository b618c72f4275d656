"""Which of Kubernetes' own kinds are cluster-scoped; OpenAPI does not say.

From the markers `+genclient:nonNamespaced` in k8s.io/api, v0.30 to v0.37, and for the two kinds
that are not in it (CustomResourceDefinition, APIService) from their own repositories.
"""

from __future__ import annotations

from typing import Final

_CLUSTER: Final[dict[str, frozenset[str]]] = {
    "": frozenset(("Namespace", "Node", "PersistentVolume", "ComponentStatus")),
    "admissionregistration.k8s.io": frozenset(
        (
            "MutatingAdmissionPolicy",
            "MutatingAdmissionPolicyBinding",
            "MutatingWebhookConfiguration",
            "ValidatingAdmissionPolicy",
            "ValidatingAdmissionPolicyBinding",
            "ValidatingWebhookConfiguration",
        )
    ),
    "apiextensions.k8s.io": frozenset(("CustomResourceDefinition",)),
    "apiregistration.k8s.io": frozenset(("APIService",)),
    "authentication.k8s.io": frozenset(("SelfSubjectReview", "TokenReview")),
    "authorization.k8s.io": frozenset(
        ("SelfSubjectAccessReview", "SelfSubjectRulesReview", "SubjectAccessReview")
    ),
    "certificates.k8s.io": frozenset(("CertificateSigningRequest", "ClusterTrustBundle")),
    "flowcontrol.apiserver.k8s.io": frozenset(("FlowSchema", "PriorityLevelConfiguration")),
    "internal.apiserver.k8s.io": frozenset(("StorageVersion",)),
    "networking.k8s.io": frozenset(("IngressClass", "IPAddress", "ServiceCIDR")),
    "node.k8s.io": frozenset(("RuntimeClass",)),
    "rbac.authorization.k8s.io": frozenset(("ClusterRole", "ClusterRoleBinding")),
    "resource.k8s.io": frozenset(
        (
            "DeviceClass",
            "DeviceTaintRule",
            "ResourceClass",  # 1.30 only
            "ResourcePoolStatusRequest",
            "ResourceSlice",
        )
    ),
    "scheduling.k8s.io": frozenset(("PriorityClass",)),
    "storage.k8s.io": frozenset(
        ("CSIDriver", "CSINode", "StorageClass", "VolumeAttachment", "VolumeAttributesClass")
    ),
    "storagemigration.k8s.io": frozenset(("StorageVersionMigration",)),
}


def scope_of(group: str, kind: str) -> str:
    """Return Cluster or Namespaced; a list has the scope of what it lists."""
    return "Cluster" if kind.removesuffix("List") in _CLUSTER.get(group, ()) else "Namespaced"
