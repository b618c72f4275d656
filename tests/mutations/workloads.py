"""Defects of the charts and of their values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutations.mutation import RENDERED, Mutation, replaced

if TYPE_CHECKING:
    from collections.abc import Iterator

VALUES = f"{RENDERED}/values"
POD = "workloads/justtrack-t1/templates/_pod.tpl"
ADMIN = "workloads/dynamodb-admin/templates"


def values() -> Iterator[Mutation]:
    """The values of an environment that both charts have."""
    for chart in ("justtrack-t1", "dynamodb-admin"):
        path = f"{VALUES}/{chart}.yaml"
        yield replaced(
            f"{chart} values: another service",
            "dangling-reference",
            path,
            "//localstack.",
            "//localstak.",
        )
        yield replaced(
            f"{chart} values: another secret",
            "dangling-reference",
            path,
            "localstack-credentials",
            "localstack-credential",
        )
        yield replaced(
            f"{chart} values: another region",
            "workload-region",
            path,
            'region: "eu-central-1"',
            'region: "eu-west-1"',
        )


def own_values() -> Iterator[Mutation]:
    """What only one of the two charts has."""
    path = f"{VALUES}/justtrack-t1.yaml"
    yield replaced(
        "justtrack-t1 values: another family",
        "dangling-reference",
        path,
        'family: "devops"',
        'family: "dev"',
    )
    yield replaced(
        "justtrack-t1 values: another environment",
        "dangling-reference",
        path,
        'environment: "dev"',
        'environment: "test"',
    )
    yield replaced(
        "dynamodb-admin values: latest",
        "image-pin",
        f"{VALUES}/dynamodb-admin.yaml",
        ":5.3.3",
        ":latest",
    )
    yield replaced(
        "dynamodb-admin values: everybody",
        "open-range",
        f"{VALUES}/dynamodb-admin.yaml",
        "- 10.0.0.0/8",
        "- 0.0.0.0/0",
    )
    yield replaced(
        "justtrack-t1 values: scaled to a queue that nobody makes",
        "dangling-reference",
        path,
        "scaling:\n  enabled: false",
        "scaling:\n"
        "  queueUrl: http://localstack.devopstest.svc.cluster.local:4566/000000000000/nobody\n"
        "  enabled: true",
    )


def rights() -> Iterator[Mutation]:
    """What pods may do to the node."""
    yield replaced(
        "pod: host network",
        "host-access",
        POD,
        "  enableServiceLinks: false",
        "  enableServiceLinks: false\n  hostNetwork: true",
    )
    yield replaced(
        "pod: host PID",
        "host-access",
        POD,
        "  enableServiceLinks: false",
        "  enableServiceLinks: false\n  hostPID: true",
    )
    yield replaced(
        "pod: a folder of the host",
        "host-access",
        POD,
        "emptyDir: {}",
        "hostPath: {path: /var/run}",
    )
    yield replaced(
        "pod: privileged", "host-access", POD, "allowPrivilegeEscalation: false", "privileged: true"
    )
    yield replaced(
        "pod: as root",
        "run-as-root",
        POD,
        "    runAsNonRoot: true\n    runAsUser: {{ .root.Values.runAsUser }}\n",
        "    runAsUser: 0\n",
    )


def pods() -> Iterator[Mutation]:
    """What pods need, and what finds them."""
    yield replaced(
        "pod: another account",
        "dangling-reference",
        POD,
        'serviceAccountName: {{ include "justtrack-t1.name" . }}',
        'serviceAccountName: {{ include "justtrack-t1.name" . }}-x',
    )
    yield replaced(
        "pod: no limits",
        "missing-limits",
        POD,
        "resources:\n        {{- toYaml . | nindent 8 }}",
        "resources: {}",
    )
    yield replaced(
        "pod: another secret's key",
        "missing-key",
        POD,
        "key: AWS_SECRET_ACCESS_KEY",
        "key: AWS_SECRET_KEY",
    )
    yield replaced(
        "pod: other labels",
        "selector-mismatch",
        POD,
        '{{- include "justtrack-t1.selectorLabels" . | nindent 4 }}\nspec',
        "app: other\nspec",
    )
    yield replaced(
        "pod: a value that nothing reads",
        "values-schema",
        "workloads/justtrack-t1/values.yaml",
        "runAsUser: 65532",
        "runAsUser: 65532\nrunAsGroup: 65532",
    )


def charts() -> Iterator[Mutation]:
    """What else the charts render."""
    yield replaced(
        "admin: another port", "backend-port", f"{ADMIN}/ingress.yaml", "name: http", "name: https"
    )
    yield replaced(
        "admin: another service",
        "dangling-reference",
        f"{ADMIN}/ingress.yaml",
        "name: {{ $.Release.Name }}\n                port",
        "name: {{ $.Release.Name }}-x\n                port",
    )
    yield replaced(
        "admin: another class",
        "dangling-reference",
        f"{VALUES}/dynamodb-admin.yaml",
        'className: "nginx"',
        'className: "ngnix"',
    )
    yield replaced(
        "consumer: its chart renders a kind that is not permitted",
        "project-kind",
        "workloads/justtrack-t1/templates/consumer.yaml",
        "apiVersion: apps/v1\nkind: Deployment",
        "apiVersion: apps/v1\nkind: DaemonSet",
    )


def services() -> Iterator[Mutation]:
    """The admin's Service."""
    path = f"{ADMIN}/service.yaml"
    yield replaced(
        "admin service: selects nobody",
        "selector-without-pods",
        path,
        '{{- include "dynamodb-admin.selectorLabels" . | nindent 4 }}',
        "app: nobody",
    )
    yield replaced(
        "admin service: another target port",
        "backend-port",
        path,
        "targetPort: http",
        "targetPort: web",
    )


def mutations() -> list[Mutation]:
    groups = (values, own_values, rights, pods, charts, services)
    return [each for group in groups for each in group()]
