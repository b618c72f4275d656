"""Which kinds of widely used operators are cluster-scoped, for trees that bring no schema of them.

A group that stands here is known as a whole: its other kinds are namespaced. What decides it is
spec.scope of the operator's CustomResourceDefinition, which wins where the tree brings it.
"""

from __future__ import annotations

from typing import Final

_CLUSTER: Final[dict[str, tuple[str, ...]]] = {
    "argoproj.io": ("ClusterAnalysisTemplate", "ClusterWorkflowTemplate"),
    "autoscaling.k8s.io": (),  # the vertical pod autoscaler
    "bitnami.com": (),
    "cert-manager.io": ("ClusterIssuer",),
    "acme.cert-manager.io": (),
    "trust.cert-manager.io": ("Bundle",),
    "elbv2.k8s.aws": ("IngressClassParams",),
    "external-secrets.io": ("ClusterExternalSecret", "ClusterPushSecret", "ClusterSecretStore"),
    "generators.external-secrets.io": ("ClusterGenerator",),
    "externaldns.k8s.io": (),
    "gateway.networking.k8s.io": ("GatewayClass",),
    "grafana.integreatly.org": (),
    "karpenter.k8s.aws": ("EC2NodeClass",),
    "karpenter.sh": ("NodeClaim", "NodeOverlay", "NodePool"),
    "keda.sh": ("ClusterTriggerAuthentication",),
    "longhorn.io": (),
    "metallb.io": (),
    "monitoring.coreos.com": (),
    "networking.istio.io": (),
    "onepassword.com": (),
    "operators.coreos.com": ("OLMConfig", "Operator"),
    "postgresql.cnpg.io": ("ClusterImageCatalog",),
    "security.istio.io": (),
    "snapshot.storage.k8s.io": ("VolumeSnapshotClass", "VolumeSnapshotContent"),
    "telemetry.istio.io": (),
    "traefik.containo.us": (),
    "traefik.io": (),
    "velero.io": (),
}


def popular_scope(group: str, kind: str) -> str | None:
    """Return Cluster or Namespaced, None for a group that is not known here."""
    kinds = _CLUSTER.get(group)
    if kinds is None:
        return None
    return "Cluster" if kind in kinds else "Namespaced"
