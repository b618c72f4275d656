"""Live objects in states by chance, of the kinds whose health checks are in Go."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    Body = dict[str, Any]

KINDS: Final = (
    *("apps/v1 Deployment", "apps/v1 ReplicaSet", "apps/v1 StatefulSet", "apps/v1 DaemonSet"),
    *("batch/v1 Job", "v1 Pod", "v1 PersistentVolumeClaim", "v1 Service"),
    *("autoscaling/v1 HorizontalPodAutoscaler", "autoscaling/v2 HorizontalPodAutoscaler"),
    *("networking.k8s.io/v1 Ingress", "extensions/v1beta1 Ingress"),
    *("argoproj.io/v1alpha1 Workflow", "apiregistration.k8s.io/v1 APIService", "a.b/v1 Unknown"),
)
_REPLICAS: Final = (
    *("replicas", "updatedReplicas", "availableReplicas", "readyReplicas", "currentReplicas"),
    *("desiredNumberScheduled", "updatedNumberScheduled", "numberAvailable"),
)
_TYPES: Final = {
    "apps": ("Progressing", "ReplicaFailure", "Available"),
    "batch": ("Failed", "Complete", "Suspended", "FailureTarget"),
    "": ("Ready", "Initialized"),
    "autoscaling": ("AbleToScale", "ScalingActive", "ScalingLimited", "Ready"),
    "apiregistration.k8s.io": ("Available", "Ready"),
}
_REASONS: Final = (
    *("A", "ProgressDeadlineExceeded", "FailedGetScale", "FailedUpdateScale", "InvalidSelector"),
    "FailedGetResourceMetric",
)
_WAITING: Final = ("ImagePullBackOff", "ErrX", "CrashLoopBackOff", "ContainerCreating", "RunError")
_PHASES: Final = (
    *("Pending", "Running", "Succeeded", "Failed", "Error", "Bound", "Lost", "", "other"),
)


def live_object(chance: random.Random, described: str) -> Body:
    """Return an object of a kind, `apiVersion Kind`, in any state."""
    version, kind = described.split()
    group = version.rpartition("/")[0]
    spec: Body = {}
    status: Body = {}
    metadata: Body = {"name": "a"}
    _maybe(chance, metadata, "generation", (1, 2))
    conditions = _conditions(chance, _TYPES.get(group, ("Ready", "Synced")))
    if chance.random() < 0.7:
        status["conditions"] = conditions
    _fill(chance, group, kind, spec, status)
    if version == "autoscaling/v1":
        key = "autoscaling.alpha.kubernetes.io/conditions"
        metadata["annotations"] = {key: json.dumps(status.pop("conditions", []))}
    body = {"apiVersion": version, "kind": kind, "metadata": metadata, "spec": spec}
    return {**body, "status": status} if status or chance.random() < 0.5 else body


def _fill(chance: random.Random, group: str, kind: str, spec: Body, status: Body) -> None:
    if group == "apps":
        _fill_workload(chance, kind, spec, status)
    elif kind == "Pod":
        _fill_pod(chance, spec, status)
    elif kind in ("PersistentVolumeClaim", "Workflow"):
        _maybe(chance, status, "phase", _PHASES)
    elif kind in ("Service", "Ingress"):
        _maybe(chance, spec, "type", ("LoadBalancer", "ClusterIP", "ExternalName"))
        places: tuple[Body, ...] = ({}, {"ingress": []}, {"ingress": [{"ip": "192.0.2.1"}]})
        _maybe(chance, status, "loadBalancer", places)


def _fill_workload(chance: random.Random, kind: str, spec: Body, status: Body) -> None:
    _maybe(chance, status, "observedGeneration", (0, 1, 2))
    _maybe(chance, spec, "replicas", range(4))
    for name in _REPLICAS:
        _maybe(chance, status, name, range(4))
    if kind == "Deployment":
        _maybe(chance, spec, "paused", (True, False, False))
    elif kind in ("StatefulSet", "DaemonSet"):
        strategy: Body = {"type": chance.choice(["RollingUpdate", "OnDelete"])}
        partitions = ({}, {"partition": 0}, {"partition": 2}) if kind == "StatefulSet" else ({},)
        _maybe(chance, strategy, "rollingUpdate", partitions)
        _maybe(chance, spec, "updateStrategy", (strategy,))
        _maybe(chance, status, "currentRevision", "ab")
        _maybe(chance, status, "updateRevision", "ab")


def _fill_pod(chance: random.Random, spec: Body, status: Body) -> None:
    _maybe(chance, spec, "restartPolicy", ("Always", "Always", "OnFailure", "Never"))
    _maybe(chance, status, "phase", _PHASES[:4])
    states: tuple[Body, ...] = (
        {},
        {"waiting": {"reason": chance.choice(_WAITING)}},
        {"terminated": {"exitCode": 1}},
    )
    container = {
        "name": "c",
        "ready": True,
        "image": "",
        "imageID": "",
        "restartCount": 0,
        "state": chance.choice(states),
        "lastState": chance.choice(({}, {"terminated": {"exitCode": 1}})),
    }
    _maybe(chance, status, "containerStatuses", ([container],))


def _conditions(chance: random.Random, types: Sequence[str]) -> list[Body]:
    chosen = chance.sample(types, chance.randint(0, 2))
    return [
        {
            "type": each,
            "status": chance.choice(["True", "False", "Unknown"]),
            "reason": chance.choice(_REASONS),
            "message": "m",
        }
        for each in chosen
    ]


def _maybe(chance: random.Random, mapping: Body, key: str, values: Sequence[Any]) -> None:
    if chance.random() < 0.8:
        mapping[key] = chance.choice(values)
