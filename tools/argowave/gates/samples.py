"""A resource → what it looks like while it comes up, moment by moment."""

from __future__ import annotations

from enum import StrEnum
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from argowave.resources import Resource


class Moment(StrEnum):
    """A moment of an object's life, in the order in which they come; reads after "that is"."""

    UNSEEN = "without status"
    EMPTY = "with an empty status"
    INSTALLING = "half installed"
    UNRESOLVED = "waiting for what it refers to"
    WAITING = "in progress"
    FAILED = "failed"
    READY = "ready"


# what is ready as soon as it is applied, although it has a check or might have one
PASSIVE: Final = frozenset(
    (
        *(("", kind) for kind in ("Namespace", "ConfigMap", "Secret", "ServiceAccount")),
        *(("", kind) for kind in ("Endpoints", "LimitRange", "ResourceQuota", "PersistentVolume")),
        *(
            ("rbac.authorization.k8s.io", kind)
            for kind in ("Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding")
        ),
        ("networking.k8s.io", "NetworkPolicy"),
        ("networking.k8s.io", "IngressClass"),
        ("discovery.k8s.io", "EndpointSlice"),
        ("storage.k8s.io", "StorageClass"),
        ("scheduling.k8s.io", "PriorityClass"),
        ("node.k8s.io", "RuntimeClass"),
        ("apiextensions.k8s.io", "CustomResourceDefinition"),  # which Argo CD itself waits for
        ("pkg.crossplane.io", "DeploymentRuntimeConfig"),
        ("pkg.crossplane.io", "ImageConfig"),
        ("apiextensions.crossplane.io", "Composition"),
        ("apiextensions.crossplane.io", "EnvironmentConfig"),
        ("argoproj.io", "AppProject"),
    )
)
_PASSIVE_KINDS: Final = frozenset(
    ("ProviderConfig", "ClusterProviderConfig", "ProviderConfigUsage", "StoreConfig")
)


def is_passive(group: str, kind: str) -> bool:
    """Tell whether an object of this kind is ready once it is applied."""
    return (group, kind) in PASSIVE or kind in _PASSIVE_KINDS


def samples_of(resource: Resource) -> dict[Moment, dict[str, Any]]:
    """Return the object of a manifest at each moment that its kind knows.

    Conditions of managed resources, packages and Crossplane's own kinds are those that Crossplane
    sets; other kinds of custom resources are taken to have a Ready condition, as most have.
    """
    statuses = _STATUSES.get((resource.group, resource.kind))
    if statuses is None:
        statuses = _statuses(resource.group)
    found: dict[Moment, dict[str, Any]] = {}
    for moment, status in _with_none(statuses):
        body = {key: value for key, value in resource.body.items() if key != "status"}
        body["metadata"] = {**resource.manifest.metadata, "generation": 1}
        stated = _SPECS.get((resource.group, resource.kind))
        if stated is not None:
            body["spec"] = {**stated.default, **resource.spec, **stated.fixed}
        if status is not None:
            body["status"] = status
        found[moment] = body
    return found


def _statuses(group: str) -> Mapping[Moment, dict[str, Any]]:
    if group == "pkg.crossplane.io":
        return _PACKAGE
    if group.endswith(".upbound.io") or fnmatchcase(group, "*.*.crossplane.io"):
        return _MANAGED
    return _CUSTOM


def _with_none(
    statuses: Mapping[Moment, dict[str, Any]],
) -> Iterator[tuple[Moment, dict[str, Any] | None]]:
    yield Moment.UNSEEN, None
    yield from statuses.items()


def _condition(kind: str, status: str, reason: str, message: str = "") -> dict[str, Any]:
    found = {"type": kind, "status": status, "reason": reason, "observedGeneration": 1}
    return {**found, "message": message} if message else found


_UNRESOLVED: Final = (
    "cannot resolve references: mg.Spec.ForProvider.Name: referenced field was empty "
    "(referenced resource may not yet be ready)"
)
_CUSTOM: Final[Mapping[Moment, dict[str, Any]]] = {
    Moment.EMPTY: {},
    Moment.WAITING: {
        "conditions": [
            _condition("Synced", "True", "ReconcileSuccess"),
            _condition("Ready", "False", "Creating"),
        ],
    },
    Moment.FAILED: {
        "conditions": [
            _condition("Synced", "False", "ReconcileError", "create failed: it is refused"),
            _condition("Ready", "False", "Creating"),
        ],
    },
    Moment.READY: {
        "conditions": [
            _condition("Synced", "True", "ReconcileSuccess"),
            _condition("Ready", "True", "Available"),
        ],
        "observedGeneration": 1,
    },
}
_MANAGED: Final[Mapping[Moment, dict[str, Any]]] = {
    Moment.EMPTY: {},
    Moment.UNRESOLVED: {
        "conditions": [_condition("Synced", "False", "ReconcileError", _UNRESOLVED)]
    },
    **_CUSTOM,
}
_PACKAGE: Final[Mapping[Moment, dict[str, Any]]] = {
    Moment.EMPTY: {},
    Moment.INSTALLING: {"conditions": [_condition("Installed", "True", "ActivePackageRevision")]},
    Moment.WAITING: {
        "conditions": [
            _condition("Installed", "True", "ActivePackageRevision"),
            _condition("Healthy", "False", "UnhealthyPackageRevision", "its pod starts"),
        ],
    },
    Moment.FAILED: {
        "conditions": [
            _condition("Installed", "False", "UnpackingPackage", "cannot unpack"),
            _condition("Healthy", "Unknown", "UnknownPackageRevisionHealth"),
        ],
    },
    Moment.READY: {
        "conditions": [
            _condition("Installed", "True", "ActivePackageRevision"),
            _condition("Healthy", "True", "HealthyPackageRevision"),
        ],
    },
}
# kinds of Crossplane itself that have no Synced: conditions.go in its apis/apiextensions/v1 and
# v1alpha1, and internal/controller/protection/usage/reconciler.go
_USAGE: Final[Mapping[Moment, dict[str, Any]]] = {
    Moment.EMPTY: {},
    Moment.READY: {"conditions": [_condition("Ready", "True", "Available")]},
}
_CROSSPLANE: Final[Mapping[tuple[str, str], Mapping[Moment, dict[str, Any]]]] = {
    ("apiextensions.crossplane.io", "CompositeResourceDefinition"): {
        Moment.EMPTY: {},
        Moment.READY: {
            "conditions": [
                _condition("Established", "True", "WatchingCompositeResource"),
                _condition("Offered", "True", "WatchingCompositeResourceClaim"),
            ],
        },
    },
    ("apiextensions.crossplane.io", "ManagedResourceDefinition"): {
        Moment.EMPTY: {},
        Moment.WAITING: {
            "conditions": [_condition("Established", "False", "PendingManagedResource")]
        },
        Moment.READY: {
            "conditions": [_condition("Established", "True", "EstablishedManagedResource")]
        },
    },
    ("apiextensions.crossplane.io", "ManagedResourceActivationPolicy"): {
        Moment.EMPTY: {},
        Moment.FAILED: {"conditions": [_condition("Healthy", "False", "EncounteredErrors")]},
        Moment.READY: {"conditions": [_condition("Healthy", "True", "Running")]},
    },
    ("apiextensions.crossplane.io", "Usage"): _USAGE,
    ("protection.crossplane.io", "Usage"): _USAGE,
    ("protection.crossplane.io", "ClusterUsage"): _USAGE,
}


class _Spec(NamedTuple):
    """What the API server adds to a spec, and what fits the statuses here."""

    default: dict[str, Any]
    fixed: dict[str, Any]


_ONE: Final = _Spec({}, {"replicas": 1})
_SPECS: Final = {
    ("", "Pod"): _Spec({"restartPolicy": "Always"}, {}),
    **{("apps", kind): _ONE for kind in ("Deployment", "ReplicaSet", "StatefulSet")},
}
_REPLICAS: Final = {"replicas": 1, "updatedReplicas": 1, "observedGeneration": 1}
_ADDRESS: Final = {"loadBalancer": {"ingress": [{"ip": "192.0.2.1"}]}}
_NO_ADDRESS: Final[dict[str, Any]] = {"loadBalancer": {}}
_STATUSES: Final[Mapping[tuple[str, str], Mapping[Moment, dict[str, Any]]]] = {
    **_CROSSPLANE,
    ("", "Service"): {Moment.WAITING: _NO_ADDRESS, Moment.READY: _ADDRESS},
    ("networking.k8s.io", "Ingress"): {Moment.WAITING: _NO_ADDRESS, Moment.READY: _ADDRESS},
    ("", "PersistentVolumeClaim"): {
        Moment.WAITING: {"phase": "Pending"},
        Moment.READY: {"phase": "Bound"},
    },
    ("", "Pod"): {
        Moment.WAITING: {"phase": "Pending"},
        Moment.READY: {"phase": "Running", "conditions": [_condition("Ready", "True", "")]},
    },
    ("batch", "Job"): {
        Moment.WAITING: {"active": 1},
        Moment.FAILED: {"failed": 1, "conditions": [_condition("Failed", "True", "Backoff")]},
        Moment.READY: {"succeeded": 1, "conditions": [_condition("Complete", "True", "")]},
    },
    ("apps", "Deployment"): {
        Moment.WAITING: {**_REPLICAS, "availableReplicas": 0},
        Moment.FAILED: {
            **_REPLICAS,
            "conditions": [_condition("Progressing", "False", "ProgressDeadlineExceeded")],
        },
        Moment.READY: {**_REPLICAS, "availableReplicas": 1},
    },
    ("apps", "ReplicaSet"): {
        Moment.WAITING: {**_REPLICAS, "availableReplicas": 0},
        Moment.FAILED: {**_REPLICAS, "conditions": [_condition("ReplicaFailure", "True", "A")]},
        Moment.READY: {**_REPLICAS, "availableReplicas": 1},
    },
    ("autoscaling", "HorizontalPodAutoscaler"): {
        Moment.EMPTY: {},
        Moment.FAILED: {"conditions": [_condition("AbleToScale", "False", "FailedGetScale")]},
        Moment.READY: {"conditions": [_condition("AbleToScale", "True", "ReadyForNewScale")]},
    },
    ("apiregistration.k8s.io", "APIService"): {
        Moment.EMPTY: {},
        Moment.WAITING: {"conditions": [_condition("Available", "False", "MissingEndpoints")]},
        Moment.READY: {"conditions": [_condition("Available", "True", "Passed")]},
    },
    ("argoproj.io", "Workflow"): {
        Moment.WAITING: {"phase": "Running"},
        Moment.FAILED: {"phase": "Failed"},
        Moment.READY: {"phase": "Succeeded"},
    },
    ("apps", "StatefulSet"): {
        Moment.WAITING: {**_REPLICAS, "readyReplicas": 0},
        Moment.READY: {
            **_REPLICAS,
            "readyReplicas": 1,
            "currentRevision": "a",
            "updateRevision": "a",
        },
    },
    ("apps", "DaemonSet"): {
        Moment.WAITING: {
            "desiredNumberScheduled": 1,
            "updatedNumberScheduled": 1,
            "observedGeneration": 1,
        },
        Moment.READY: {
            "desiredNumberScheduled": 1,
            "updatedNumberScheduled": 1,
            "numberAvailable": 1,
            "observedGeneration": 1,
        },
    },
}
