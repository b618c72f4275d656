"""Kinds that a platform's people often keep in a repository of their own."""

from __future__ import annotations

from typing import Final

_ARGO: Final = ("AnalysisTemplate", "EventBus", "EventSource", "WorkflowTemplate")
_TRAEFIK: Final = ("Middleware", "MiddlewareTCP", "TLSOption", "TraefikService")
_OF_CLUSTERS: Final = ".cluster.x-k8s.io"  # infrastructure, bootstrap, controlplane
_KINDS: Final[dict[str, tuple[str, ...]]] = {
    "admissionregistration.k8s.io": ("MutatingAdmissionPolicy", "ValidatingAdmissionPolicy"),
    "apiextensions.crossplane.io": ("Composition",),
    "argoproj.io": (*_ARGO, "ClusterAnalysisTemplate", "ClusterWorkflowTemplate"),
    "cert-manager.io": ("ClusterIssuer", "Issuer"),
    "cluster.x-k8s.io": ("Cluster",),
    "external-secrets.io": ("ClusterSecretStore", "SecretStore"),
    "flagger.app": ("AlertProvider", "MetricTemplate"),
    "kargo.akuity.io": ("ClusterPromotionTask", "PromotionTask", "Stage", "Warehouse"),
    "karpenter.k8s.aws": ("EC2NodeClass",),
    "networking.istio.io": ("DestinationRule", "Gateway", "VirtualService"),
    "pkg.crossplane.io": ("Function",),
    "postgresql.cnpg.io": ("Cluster",),
    "projectcontour.io": ("HTTPProxy",),
    "tekton.dev": ("ClusterTask", "Pipeline", "Task"),
    "traefik.containo.us": _TRAEFIK,
    "traefik.io": _TRAEFIK,
    "triggers.tekton.dev": ("TriggerTemplate",),
    "velero.io": ("BackupStorageLocation",),
}
# Tasks that hub.tekton.dev has under these names, which `tkn hub install task` applies
_OF_TEKTON_HUB: Final = frozenset(
    (
        *("ansible-runner", "argocd-task-sync-and-wait", "aws-cli", "azure-cli", "buildah"),
        *("buildpacks", "buildpacks-phases", "conftest", "create-github-release", "curl"),
        *("gcloud", "generate-build-id", "git-batch-merge", "git-cli", "git-clone", "git-rebase"),
        *("git-version", "github-add-comment", "github-open-pr", "github-set-status"),
        *("gitlab-set-status", "golang-build", "golang-test", "golangci-lint", "gradle"),
        *("hadolint", "helm-upgrade-from-repo", "helm-upgrade-from-source", "jib-gradle"),
        *("jib-maven", "kaniko", "kubectl-deploy-pod", "kubernetes-actions", "kubeval"),
        *("markdown-lint", "maven", "npm", "openshift-client", "pylint", "pytest", "s2i-dotnet"),
        *("s2i-go", "s2i-java", "s2i-nodejs", "s2i-python", "send-to-channel-slack"),
        *("send-to-webhook-slack", "sendmail", "skopeo-copy", "sonarqube-scanner"),
        *("terraform-cli", "tkn", "trivy-scanner", "wget", "yaml-lint"),
    )
)


def is_of_hub(group: str, kind: str, name: str) -> bool:
    """Tell whether an object is called as one of Tekton's hub, which is installed from there."""
    return group == "tekton.dev" and kind in ("Task", "ClusterTask") and name in _OF_TEKTON_HUB


def is_left_to_others(group: str, kind: str) -> bool:
    """Tell whether a repository that has none of a kind leaves all of them to somebody else.

    Whoever made the first of them by hand, or in another repository, made the others there too;
    one that is missing beside others is missing.
    """
    whole = group == "generators.external-secrets.io" or group.endswith(_OF_CLUSTERS)
    return whole or kind in _KINDS.get(group, ())
