"""Fields that take one of a few values, by the kinds that have them.

Source: the sets that field.NotSupported is given in k8s.io/kubernetes/pkg/apis/*/validation, the
same ones in every version from 1.30 on.
"""

from __future__ import annotations

from typing import Final

Choices = dict[
    str, tuple[str, ...]
]  # path, a dot between fields and [] for each of a list → values

_PROTOCOLS: Final = ("TCP", "UDP", "SCTP")
_NODES: Final = ("In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt")
_LABELS: Final = _NODES[:4]
_MODES: Final = ("ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod")
_PREEMPTION: Final = ("PreemptLowerPriority", "Never")
_SCOPES: Final = (
    *("Terminating", "NotTerminating", "BestEffort", "NotBestEffort", "PriorityClass"),
    *("CrossNamespacePodAffinity", "VolumeAttributesClass"),
)
_VOLUME_MODES: Final = ("Filesystem", "Block")
_REQUIRED: Final = "requiredDuringSchedulingIgnoredDuringExecution"
_PREFERRED: Final = "preferredDuringSchedulingIgnoredDuringExecution"

CONTAINER: Final[Choices] = {
    "imagePullPolicy": ("Always", "IfNotPresent", "Never"),
    "terminationMessagePolicy": ("File", "FallbackToLogsOnError"),
    "ports[].protocol": _PROTOCOLS,
    "securityContext.seccompProfile.type": ("Localhost", "RuntimeDefault", "Unconfined"),
    **{
        f"{probe}.httpGet.scheme": ("HTTP", "HTTPS")
        for probe in ("livenessProbe", "readinessProbe", "startupProbe")
    },
    "volumeMounts[].mountPropagation": ("None", "HostToContainer", "Bidirectional"),
}
POD: Final[Choices] = {
    "dnsPolicy": ("ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"),
    "tolerations[].operator": ("Exists", "Equal", "Lt", "Gt"),  # the last two from 1.35 on
    "tolerations[].effect": ("NoSchedule", "PreferNoSchedule", "NoExecute"),
    "topologySpreadConstraints[].whenUnsatisfiable": ("DoNotSchedule", "ScheduleAnyway"),
    "securityContext.fsGroupChangePolicy": ("OnRootMismatch", "Always"),
    "securityContext.seccompProfile.type": ("Localhost", "RuntimeDefault", "Unconfined"),
    "preemptionPolicy": _PREEMPTION,
    "volumes[].hostPath.type": (
        *("DirectoryOrCreate", "Directory", "FileOrCreate", "File", "Socket"),
        *("CharDevice", "BlockDevice"),
    ),
    f"affinity.nodeAffinity.{_REQUIRED}.nodeSelectorTerms[].matchExpressions[].operator": _NODES,
    f"affinity.nodeAffinity.{_PREFERRED}[].preference.matchExpressions[].operator": _NODES,
    **{
        f"affinity.{affinity}.{way}labelSelector.matchExpressions[].operator": _LABELS
        for affinity in ("podAffinity", "podAntiAffinity")
        for way in (f"{_REQUIRED}[].", f"{_PREFERRED}[].podAffinityTerm.")
    },
}
_SELECTOR: Final[Choices] = {"spec.selector.matchExpressions[].operator": _LABELS}
KINDS: Final[dict[tuple[str, str], Choices]] = {
    ("", "Service"): {
        "spec.type": ("ClusterIP", "NodePort", "LoadBalancer", "ExternalName"),
        "spec.sessionAffinity": ("None", "ClientIP"),
        "spec.externalTrafficPolicy": ("Cluster", "Local"),
        "spec.internalTrafficPolicy": ("Cluster", "Local"),
        "spec.ipFamilyPolicy": ("SingleStack", "PreferDualStack", "RequireDualStack"),
        "spec.ipFamilies[]": ("IPv4", "IPv6"),
        "spec.ports[].protocol": _PROTOCOLS,
    },
    ("", "Pod"): {"spec.restartPolicy": ("Always", "OnFailure", "Never")},
    ("", "PersistentVolumeClaim"): {
        "spec.accessModes[]": _MODES,
        "spec.volumeMode": _VOLUME_MODES,
    },
    ("", "PersistentVolume"): {
        "spec.accessModes[]": _MODES,
        "spec.volumeMode": _VOLUME_MODES,
        "spec.persistentVolumeReclaimPolicy": ("Retain", "Delete", "Recycle"),
    },
    ("", "ResourceQuota"): {
        "spec.scopes[]": _SCOPES,
        "spec.scopeSelector.matchExpressions[].scopeName": _SCOPES,
        "spec.scopeSelector.matchExpressions[].operator": _LABELS,
    },
    ("scheduling.k8s.io", "PriorityClass"): {"preemptionPolicy": _PREEMPTION},
    ("apps", "Deployment"): {"spec.strategy.type": ("RollingUpdate", "Recreate"), **_SELECTOR},
    ("apps", "DaemonSet"): {"spec.updateStrategy.type": ("RollingUpdate", "OnDelete"), **_SELECTOR},
    ("apps", "StatefulSet"): {
        "spec.updateStrategy.type": ("RollingUpdate", "OnDelete"),
        "spec.podManagementPolicy": ("OrderedReady", "Parallel"),
        **_SELECTOR,
    },
    ("batch", "Job"): {"spec.completionMode": ("NonIndexed", "Indexed")},
    ("batch", "CronJob"): {
        "spec.concurrencyPolicy": ("Allow", "Forbid", "Replace"),
        "spec.jobTemplate.spec.completionMode": ("NonIndexed", "Indexed"),
    },
    ("networking.k8s.io", "Ingress"): {
        "spec.rules[].http.paths[].pathType": ("Exact", "Prefix", "ImplementationSpecific"),
    },
    ("networking.k8s.io", "NetworkPolicy"): {
        "spec.policyTypes[]": ("Ingress", "Egress"),
        "spec.ingress[].ports[].protocol": _PROTOCOLS,
        "spec.egress[].ports[].protocol": _PROTOCOLS,
        "spec.podSelector.matchExpressions[].operator": _LABELS,
        **{
            f"spec.{way}[].{selector}.matchExpressions[].operator": _LABELS
            for way in ("ingress[].from", "egress[].to")
            for selector in ("podSelector", "namespaceSelector")
        },
    },
    ("policy", "PodDisruptionBudget"): {
        "spec.unhealthyPodEvictionPolicy": ("IfHealthyBudget", "AlwaysAllow"),
        **_SELECTOR,
    },
    ("autoscaling", "HorizontalPodAutoscaler"): {
        "spec.metrics[].type": ("ContainerResource", "External", "Object", "Pods", "Resource"),
        **{
            f"spec.metrics[].{metric}.target.type": ("Utilization", "Value", "AverageValue")
            for metric in ("resource", "containerResource", "external", "object", "pods")
        },
        **{
            f"spec.behavior.{way}.selectPolicy": ("Max", "Min", "Disabled")
            for way in ("scaleUp", "scaleDown")
        },
        **{
            f"spec.behavior.{way}.policies[].type": ("Pods", "Percent")
            for way in ("scaleUp", "scaleDown")
        },
    },
    ("rbac.authorization.k8s.io", "RoleBinding"): {
        "roleRef.kind": ("Role", "ClusterRole"),
        "roleRef.apiGroup": ("rbac.authorization.k8s.io",),
        "subjects[].kind": ("ServiceAccount", "User", "Group"),
    },
    ("rbac.authorization.k8s.io", "ClusterRoleBinding"): {
        "roleRef.kind": ("ClusterRole",),
        "roleRef.apiGroup": ("rbac.authorization.k8s.io",),
        "subjects[].kind": ("ServiceAccount", "User", "Group"),
    },
    ("storage.k8s.io", "StorageClass"): {
        "volumeBindingMode": ("Immediate", "WaitForFirstConsumer"),
        "reclaimPolicy": ("Delete", "Retain"),
    },
}
