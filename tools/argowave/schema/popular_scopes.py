"""Which kinds of widely used operators are cluster-scoped, for trees that bring no schema of them.

A group that stands here is known as a whole: its other kinds are namespaced. What decides it is
spec.scope of the operator's CustomResourceDefinition, which wins where the tree brings it.
"""

from __future__ import annotations

from typing import Final

_ALL: Final = ("*",)
_CLUSTER: Final[dict[str, tuple[str, ...]]] = {
    "acid.zalan.do": (),
    "acme.cert-manager.io": (),
    "apps.kruise.io": ("NodeImage", "NodePodProbe", "ResourceDistribution", "SidecarSet"),
    "apps.openshift.io": (),
    "argoproj.io": ("ClusterAnalysisTemplate", "ClusterWorkflowTemplate"),
    "autoscaling.k8s.io": (),  # the vertical pod autoscaler
    "bitnami.com": (),
    "build.openshift.io": (),
    "cert-manager.io": ("ClusterIssuer",),
    "configuration.konghq.com": ("KongClusterPlugin", "KongLicense", "KongVault"),
    "constraints.gatekeeper.sh": _ALL,
    "core.strimzi.io": (),
    "elasticsearch.k8s.elastic.co": (),
    "elbv2.k8s.aws": ("IngressClassParams",),
    "eventing.knative.dev": (),
    "extensions.istio.io": (),
    "external-secrets.io": ("ClusterExternalSecret", "ClusterPushSecret", "ClusterSecretStore"),
    "externaldns.k8s.io": (),
    "flagger.app": (),
    "gateway.networking.k8s.io": ("GatewayClass",),
    "generators.external-secrets.io": ("ClusterGenerator",),
    "grafana.integreatly.org": (),
    "helm.toolkit.fluxcd.io": (),
    "image.openshift.io": ("Image", "ImageSignature"),
    "kafka.strimzi.io": (),
    "karpenter.k8s.aws": ("EC2NodeClass",),
    "karpenter.sh": ("NodeClaim", "NodeOverlay", "NodePool"),
    "keda.sh": ("ClusterTriggerAuthentication",),
    "kibana.k8s.elastic.co": (),
    "kustomize.toolkit.fluxcd.io": (),
    "kyverno.io": (
        "ClusterAdmissionReport",
        "ClusterBackgroundScanReport",
        "ClusterCleanupPolicy",
        "ClusterPolicy",
        "GlobalContextEntry",
    ),
    "longhorn.io": (),
    "messaging.knative.dev": (),
    "metallb.io": (),
    "minio.min.io": (),
    "monitoring.coreos.com": (),
    "mutations.gatekeeper.sh": _ALL,
    "networking.istio.io": (),
    "notification.toolkit.fluxcd.io": (),
    "onepassword.com": (),
    "opentelemetry.io": (),
    "operators.coreos.com": ("OLMConfig", "Operator"),
    "postgresql.cnpg.io": ("ClusterImageCatalog",),
    "project.openshift.io": ("Project", "ProjectRequest"),
    "projectcontour.io": (),
    "rabbitmq.com": (),
    "route.openshift.io": (),
    "secrets-store.csi.x-k8s.io": (),
    "security.istio.io": (),
    "serving.knative.dev": (),
    "snapshot.storage.k8s.io": ("VolumeSnapshotClass", "VolumeSnapshotContent"),
    "source.toolkit.fluxcd.io": (),
    "sources.knative.dev": (),
    "tekton.dev": ("ClusterTask",),
    "telemetry.istio.io": (),
    "template.openshift.io": ("BrokerTemplateInstance",),
    "templates.gatekeeper.sh": ("ConstraintTemplate",),
    "traefik.containo.us": (),
    "traefik.io": (),
    "triggers.tekton.dev": ("ClusterInterceptor", "ClusterTriggerBinding"),
    "trust.cert-manager.io": ("Bundle",),
    "user.openshift.io": ("Group", "Identity", "User", "UserIdentityMapping"),
    "velero.io": (),
    "wgpolicyk8s.io": ("ClusterPolicyReport",),
}


def popular_scope(group: str, kind: str) -> str | None:
    """Return Cluster or Namespaced, None for a group that is not known here."""
    kinds = _CLUSTER.get(group)
    if kinds is None:
        return None
    return "Cluster" if kind in kinds or kinds is _ALL else "Namespaced"
