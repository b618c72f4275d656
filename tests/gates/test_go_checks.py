"""Argo CD's health checks in Go; the recorded answers under tests/parity hold many more."""

from __future__ import annotations

from typing import Any

import pytest

from argowave.gates.built_in import built_in_check

OBSERVED = {"observedGeneration": 1}


@pytest.mark.parametrize(
    ("version", "kind", "spec", "status", "expected"),
    [
        ("apps", "Deployment", {"replicas": 2}, {"updatedReplicas": 1, **OBSERVED}, "Progressing"),
        ("apps", "Deployment", {"replicas": 0}, OBSERVED, "Healthy"),
        ("apps", "Deployment", {}, {"observedGeneration": 0}, "Progressing"),
        ("apps", "Deployment", {"paused": True}, {}, "Suspended"),
        ("apps", "StatefulSet", {"replicas": 3}, {"readyReplicas": 2, **OBSERVED}, "Progressing"),
        ("apps", "StatefulSet", {"replicas": 0}, OBSERVED, "Healthy"),
        ("apps", "DaemonSet", {"updateStrategy": {"type": "OnDelete"}}, OBSERVED, "Healthy"),
        ("batch", "Job", {"suspend": True}, {}, "Progressing"),
        (
            "batch",
            "Job",
            {},
            {"conditions": [{"type": "Suspended", "status": "True"}]},
            "Suspended",
        ),
        ("", "Pod", {"restartPolicy": "Never"}, {"phase": "Running"}, "Progressing"),
        ("", "Pod", {}, {}, "Unknown"),
        (
            "autoscaling",
            "HorizontalPodAutoscaler",
            {},
            {"conditions": [{"type": "ScalingActive", "reason": "FailedGetResourceMetric"}]},
            "Degraded",
        ),
        ("argoproj.io", "Workflow", {}, {"phase": "Error"}, "Degraded"),
        ("aws.upbound.io", "ProviderConfig", {}, {}, "Healthy"),
        ("sqs.aws.upbound.io", "Queue", {}, {}, "Progressing"),
    ],
)
def test_a_live_object_has_the_health_that_argo_cd_gives_it(
    version: str, kind: str, spec: dict[str, Any], status: dict[str, Any], expected: str
) -> None:
    check = built_in_check(version, kind)

    assert check is not None
    metadata = {"name": "a", "generation": 1}
    body = {"kind": kind, "metadata": metadata, "spec": spec, "status": status}
    assert check(body).status == expected


@pytest.mark.parametrize("part", [None, [], "x", 1])
@pytest.mark.parametrize("kind", ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"])
def test_wrong_types_are_no_reason_to_stop(kind: str, part: object) -> None:
    check = built_in_check("apps", kind)

    assert check is not None
    assert check({"metadata": part, "spec": part, "status": part}).status in (
        "Healthy",
        "Progressing",
    )
