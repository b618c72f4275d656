"""Objects that Kubernetes takes, and changes to them of which it refuses some."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

GONE = object()  # in place of a value: the field is left out

_CONTAINER = {
    "name": "web",
    "image": "web:1.2.3",
    "ports": [{"name": "http", "containerPort": 80}],
    "env": [
        {"name": "PLAIN", "value": "x"},
        {"name": "NODE", "valueFrom": {"fieldRef": {"fieldPath": "spec.nodeName"}}},
    ],
    "envFrom": [{"configMapRef": {"name": "web"}}],
    "volumeMounts": [{"name": "data", "mountPath": "/data"}],
    "livenessProbe": {"httpGet": {"path": "/", "port": "http"}},
    "readinessProbe": {"tcpSocket": {"port": 80}, "successThreshold": 2},
    "lifecycle": {"preStop": {"exec": {"command": ["true"]}}},
    "resources": {
        "requests": {"cpu": "100m", "memory": "64Mi"},
        "limits": {"cpu": 1, "memory": "128Mi"},
    },
    "securityContext": {"allowPrivilegeEscalation": False},
}
_POD = {
    "initContainers": [{"name": "first", "image": "first:1"}],
    "containers": [_CONTAINER],
    "volumes": [
        {"name": "data", "emptyDir": {}},
        {"name": "files", "configMap": {"name": "web", "items": [{"key": "a", "path": "a/b"}]}},
        {"name": "host", "hostPath": {"path": "/x", "type": "Directory"}},
    ],
    "tolerations": [{"key": "a", "operator": "Equal", "value": "b", "effect": "NoSchedule"}],
    "topologySpreadConstraints": [
        {
            "maxSkew": 1,
            "topologyKey": "zone",
            "whenUnsatisfiable": "DoNotSchedule",
            "labelSelector": {"matchLabels": {"app": "web"}},
        }
    ],
    "affinity": {
        "nodeAffinity": {
            "preferredDuringSchedulingIgnoredDuringExecution": [
                {
                    "weight": 10,
                    "preference": {
                        "matchExpressions": [{"key": "a", "operator": "In", "values": ["b"]}]
                    },
                }
            ]
        },
        "podAntiAffinity": {
            "requiredDuringSchedulingIgnoredDuringExecution": [
                {
                    "topologyKey": "zone",
                    "labelSelector": {
                        "matchExpressions": [{"key": "app", "operator": "In", "values": ["web"]}]
                    },
                }
            ]
        },
    },
}
_TEMPLATE = {"metadata": {"labels": {"app": "web"}}, "spec": _POD}
_WORKLOAD = {"selector": {"matchLabels": {"app": "web"}}, "template": _TEMPLATE}
JOB = {
    "template": {
        "spec": {"restartPolicy": "Never", "containers": [_CONTAINER | {"volumeMounts": []}]}
    }
}


def _object(api_version: str, kind: str, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 (any field)
    return {"apiVersion": api_version, "kind": kind, "metadata": {"name": "web"}, **fields}


BASES: dict[str, dict[str, Any]] = {
    "pod": _object("v1", "Pod", spec=_POD),
    "deployment": _object("apps/v1", "Deployment", spec=_WORKLOAD),
    "daemonset": _object("apps/v1", "DaemonSet", spec=_WORKLOAD),
    "statefulset": _object(
        "apps/v1",
        "StatefulSet",
        spec={
            **_WORKLOAD,
            "serviceName": "web",
            "volumeClaimTemplates": [
                {
                    "metadata": {"name": "disk"},
                    "spec": {
                        "accessModes": ["ReadWriteOnce"],
                        "resources": {"requests": {"storage": "1Gi"}},
                    },
                }
            ],
        },
    ),
    "job": _object("batch/v1", "Job", spec=JOB),
    "cronjob": _object(
        "batch/v1", "CronJob", spec={"schedule": "0 5 * * *", "jobTemplate": {"spec": JOB}}
    ),
    "service": _object(
        "v1",
        "Service",
        spec={"selector": {"app": "web"}, "ports": [{"name": "http", "port": 80}]},
    ),
    "external": _object(
        "v1", "Service", spec={"type": "ExternalName", "externalName": "a.example.com"}
    ),
    "ingress": _object(
        "networking.k8s.io/v1",
        "Ingress",
        spec={
            "tls": [{"hosts": ["a.example.com"], "secretName": "tls"}],
            "rules": [
                {
                    "host": "a.example.com",
                    "http": {
                        "paths": [
                            {
                                "path": "/",
                                "pathType": "Prefix",
                                "backend": {"service": {"name": "web", "port": {"number": 80}}},
                            }
                        ]
                    },
                }
            ],
        },
    ),
    "policy": _object(
        "networking.k8s.io/v1",
        "NetworkPolicy",
        spec={
            "podSelector": {},
            "policyTypes": ["Ingress"],
            "ingress": [
                {
                    "from": [
                        {"ipBlock": {"cidr": "10.0.0.0/8", "except": ["10.1.0.0/16"]}},
                        {"podSelector": {}},
                    ],
                    "ports": [{"port": 80, "endPort": 90}],
                }
            ],
        },
    ),
    "budget": _object(
        "policy/v1",
        "PodDisruptionBudget",
        spec={"minAvailable": 1, "selector": {"matchLabels": {"app": "web"}}},
    ),
    "autoscaler": _object(
        "autoscaling/v2",
        "HorizontalPodAutoscaler",
        spec={
            "minReplicas": 2,
            "maxReplicas": 4,
            "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"},
            "metrics": [
                {
                    "type": "Resource",
                    "resource": {
                        "name": "cpu",
                        "target": {"type": "Utilization", "averageUtilization": 50},
                    },
                }
            ],
        },
    ),
    "config": _object("v1", "ConfigMap", data={"a": "b"}),
    "secret": _object("v1", "Secret", stringData={"a": "b"}),
    "claim": _object(
        "v1",
        "PersistentVolumeClaim",
        spec={"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}},
    ),
    "limits": _object(
        "v1",
        "LimitRange",
        spec={
            "limits": [
                {
                    "type": "Container",
                    "min": {"cpu": "100m", "memory": "64Mi"},
                    "defaultRequest": {"cpu": "200m", "memory": "128Mi"},
                    "default": {"cpu": 1, "memory": "256Mi"},
                    "max": {"cpu": 2, "memory": "1Gi"},
                },
                {"type": "Pod", "min": {"cpu": "500m"}, "max": {"cpu": 2}},
            ]
        },
    ),
    "quota": _object("v1", "ResourceQuota", spec={"hard": {"pods": 10}}),
    "priority": _object("scheduling.k8s.io/v1", "PriorityClass", value=1000),
    "binding": _object(
        "rbac.authorization.k8s.io/v1",
        "RoleBinding",
        roleRef={"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "web"},
        subjects=[{"kind": "ServiceAccount", "name": "web", "namespace": "web"}],
    ),
    "cluster-binding": _object(
        "rbac.authorization.k8s.io/v1",
        "ClusterRoleBinding",
        roleRef={"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "web"},
        subjects=[{"kind": "ServiceAccount", "name": "web", "namespace": "web"}],
    ),
    "role": _object(
        "rbac.authorization.k8s.io/v1",
        "Role",
        rules=[{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}],
    ),
    "cluster-role": _object(
        "rbac.authorization.k8s.io/v1",
        "ClusterRole",
        rules=[{"nonResourceURLs": ["/metrics"], "verbs": ["get"]}],
    ),
}


def changed(base: str, path: str, value: object) -> dict[str, Any]:
    """Return a base with another value at a path, or without what is there."""
    body = copy.deepcopy(BASES[base])
    at: Any = body
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    for step in steps:
        at = at.setdefault(step, {}) if isinstance(at, dict) else at[step]
    if value is GONE:
        at.pop(last, None)
    elif isinstance(at, list) and last == len(at):
        at.append(value)
    else:
        at[last] = value
    return body


def documents(
    changes: Sequence[tuple[str, str, Sequence[object]]],
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give every base, and every base with one change, each with its name."""
    yield from BASES.items()
    for base, path, values in changes:
        for number, value in enumerate(values):
            yield f"{base} {path} {number}", changed(base, path, value)
