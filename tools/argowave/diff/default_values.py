"""Fields that the API server fills in, kind by kind, with what it fills in.

From the functions SetDefaults_… in pkg/apis/*/v1/defaults.go of Kubernetes, and the zero values
that its types leave out when they are written. A path is written as `spec.ports[].protocol`.

Not among them is what others fill in as well: spec.replicas, which an autoscaler may own, so
that stating the default takes it away from it.
"""

from __future__ import annotations

from typing import Any, Final

Values = dict[str, Any]

_SECONDS: Final[Values] = {
    "timeoutSeconds": 1,
    "periodSeconds": 10,
    "successThreshold": 1,
    "failureThreshold": 3,
}
_HTTP: Final[Values] = {"httpGet.path": "/", "httpGet.scheme": "HTTP"}


def _below(prefix: str, values: Values) -> Values:
    return {f"{prefix}.{path}": value for path, value in values.items()}


_CONTAINER: Final[Values] = {
    "terminationMessagePath": "/dev/termination-log",
    "terminationMessagePolicy": "File",
    "ports[].protocol": "TCP",
    "env[].valueFrom.fieldRef.apiVersion": "v1",
    "resources": {},
    "stdin": False,
    "stdinOnce": False,
    "tty": False,
    "volumeMounts[].readOnly": False,
    **{
        f"{probe}Probe.{path}": value
        for probe in ("liveness", "readiness", "startup")
        for path, value in {**_SECONDS, **_HTTP, "grpc.service": ""}.items()
    },
    **_below("lifecycle.postStart", _HTTP),
    **_below("lifecycle.preStop", _HTTP),
}
_POD: Final[Values] = {
    "dnsPolicy": "ClusterFirst",
    "restartPolicy": "Always",
    "schedulerName": "default-scheduler",
    "securityContext": {},
    "terminationGracePeriodSeconds": 30,
    "hostNetwork": False,
    "hostPID": False,
    "hostIPC": False,
    **_below("containers[]", _CONTAINER),
    **_below("initContainers[]", _CONTAINER),
    "volumes[].secret.defaultMode": 0o644,
    "volumes[].configMap.defaultMode": 0o644,
    "volumes[].downwardAPI.defaultMode": 0o644,
    "volumes[].downwardAPI.items[].fieldRef.apiVersion": "v1",
    "volumes[].projected.defaultMode": 0o644,
    "volumes[].projected.sources[].downwardAPI.items[].fieldRef.apiVersion": "v1",
    "volumes[].projected.sources[].serviceAccountToken.expirationSeconds": 3600,
    "volumes[].hostPath.type": "",
}
_TEMPLATE: Final = _below("spec.template.spec", _POD)
_ROLE: Final[Values] = {"roleRef.apiGroup": "rbac.authorization.k8s.io"}
_PORTS: Final[Values] = {
    "spec.ingress[].ports[].protocol": "TCP",
    "spec.egress[].ports[].protocol": "TCP",
}
_WEBHOOK: Final[Values] = {
    "webhooks[].failurePolicy": "Fail",
    "webhooks[].matchPolicy": "Equivalent",
    "webhooks[].namespaceSelector": {},
    "webhooks[].objectSelector": {},
    "webhooks[].timeoutSeconds": 10,
    "webhooks[].rules[].scope": "*",
    "webhooks[].clientConfig.service.port": 443,
}


def _strategy(name: str, rolling: Values) -> Values:
    """Return the defaults of a strategy, as a whole and field by field."""
    whole = {"type": "RollingUpdate", "rollingUpdate": rolling}
    fields = {f"rollingUpdate.{field}": value for field, value in rolling.items()}
    return {f"spec.{name}": whole, **_below(f"spec.{name}", {**whole, **fields})}


# (group, kind) → path → what the API server fills in
DEFAULTS: Final[dict[tuple[str, str], Values]] = {
    ("", "PersistentVolume"): {
        "spec.persistentVolumeReclaimPolicy": "Retain",
        "spec.volumeMode": "Filesystem",
    },
    ("", "PersistentVolumeClaim"): {"spec.volumeMode": "Filesystem"},
    # in a template it stays away, so that only a pod's own is filled in
    ("", "Pod"): {**_below("spec", _POD), "spec.enableServiceLinks": True},
    ("", "Secret"): {"type": "Opaque"},
    ("", "Service"): {
        "spec.sessionAffinity": "None",
        "spec.type": "ClusterIP",
        "spec.ports[].protocol": "TCP",
        "spec.publishNotReadyAddresses": False,
    },
    ("admissionregistration.k8s.io", "MutatingWebhookConfiguration"): {
        **_WEBHOOK,
        "webhooks[].reinvocationPolicy": "Never",
    },
    ("admissionregistration.k8s.io", "ValidatingWebhookConfiguration"): _WEBHOOK,
    ("apps", "DaemonSet"): {
        **_TEMPLATE,
        **_strategy("updateStrategy", {"maxUnavailable": 1, "maxSurge": 0}),
        "spec.minReadySeconds": 0,
        "spec.revisionHistoryLimit": 10,
    },
    ("apps", "Deployment"): {
        **_TEMPLATE,
        **_strategy("strategy", {"maxUnavailable": "25%", "maxSurge": "25%"}),
        "spec.minReadySeconds": 0,
        "spec.paused": False,
        "spec.progressDeadlineSeconds": 600,
        "spec.revisionHistoryLimit": 10,
    },
    ("apps", "ReplicaSet"): {**_TEMPLATE, "spec.minReadySeconds": 0},
    ("apps", "StatefulSet"): {
        **_TEMPLATE,
        **_strategy("updateStrategy", {"partition": 0}),
        "spec.minReadySeconds": 0,
        "spec.persistentVolumeClaimRetentionPolicy": {
            "whenDeleted": "Retain",
            "whenScaled": "Retain",
        },
        "spec.persistentVolumeClaimRetentionPolicy.whenDeleted": "Retain",
        "spec.persistentVolumeClaimRetentionPolicy.whenScaled": "Retain",
        "spec.podManagementPolicy": "OrderedReady",
        "spec.revisionHistoryLimit": 10,
        "spec.volumeClaimTemplates[].spec.volumeMode": "Filesystem",
    },
    ("autoscaling", "HorizontalPodAutoscaler"): {"spec.minReplicas": 1},
    ("batch", "CronJob"): {
        **_below("spec.jobTemplate.spec.template.spec", _POD),
        "spec.concurrencyPolicy": "Allow",
        "spec.failedJobsHistoryLimit": 1,
        "spec.successfulJobsHistoryLimit": 3,
        "spec.suspend": False,
    },
    ("batch", "Job"): {
        **_TEMPLATE,
        "spec.backoffLimit": 6,
        "spec.completionMode": "NonIndexed",
        "spec.parallelism": 1,
        "spec.suspend": False,
    },
    ("discovery.k8s.io", "EndpointSlice"): {"ports[].name": "", "ports[].protocol": "TCP"},
    ("networking.k8s.io", "NetworkPolicy"): _PORTS,
    ("rbac.authorization.k8s.io", "ClusterRoleBinding"): _ROLE,
    ("rbac.authorization.k8s.io", "RoleBinding"): _ROLE,
    ("scheduling.k8s.io", "PriorityClass"): {
        "globalDefault": False,
        "preemptionPolicy": "PreemptLowerPriority",
    },
    ("storage.k8s.io", "StorageClass"): {
        "reclaimPolicy": "Delete",
        "volumeBindingMode": "Immediate",
    },
}
