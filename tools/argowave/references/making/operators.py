"""Kinds of well-known operators → what these make, by the object's name or by one of its fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.references.making.product import Product

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Path
    from argowave.resources import Resource

# (group, kind) → {kind of the product: names, in which {} is the object's own}
_BY_NAME: Final[dict[tuple[str, str], dict[str, tuple[str, ...]]]] = {
    ("bitnami.com", "SealedSecret"): {"Secret": ("{}",)},
    ("onepassword.com", "OnePasswordItem"): {"Secret": ("{}",)},
    ("cdi.kubevirt.io", "DataVolume"): {"PersistentVolumeClaim": ("{}",)},
    ("hnc.x-k8s.io", "SubnamespaceAnchor"): {"Namespace": ("{}",)},
    ("kargo.akuity.io", "Project"): {"Namespace": ("{}",)},
    ("project.openshift.io", "Project"): {"Namespace": ("{}",)},
    ("serving.knative.dev", "Service"): {"Service": ("{}",)},
    ("argoproj.io", "EventSource"): {"Service": ("{}-eventsource-svc",)},
    ("triggers.tekton.dev", "EventListener"): {"Service": ("el-{}",)},
    ("postgresql.cnpg.io", "Cluster"): {
        "Secret": ("{}-app", "{}-superuser", "{}-ca", "{}-server", "{}-replication"),
        "Service": ("{}-rw", "{}-ro", "{}-r"),
        "ServiceAccount": ("{}",),
    },
    ("postgresql.cnpg.io", "Pooler"): {"Service": ("{}",)},
    ("acid.zalan.do", "postgresql"): {
        "Secret": ("*.{}.credentials.postgresql.acid.zalan.do",),
        "Service": ("{}", "{}-repl", "{}-pooler", "{}-pooler-repl"),
    },
    ("kafka.strimzi.io", "Kafka"): {
        "Secret": ("{}-cluster-ca", "{}-cluster-ca-cert", "{}-clients-ca", "{}-clients-ca-cert"),
        "Service": ("{}-kafka-bootstrap", "{}-kafka-brokers", "{}-kafka-*-bootstrap"),
    },
    ("kafka.strimzi.io", "KafkaUser"): {"Secret": ("{}",)},
    ("kafka.strimzi.io", "KafkaConnect"): {"Service": ("{}-connect-api",)},
    ("kafka.strimzi.io", "KafkaBridge"): {"Service": ("{}-bridge-service",)},
    ("rabbitmq.com", "RabbitmqCluster"): {
        "Secret": ("{}-default-user", "{}-erlang-cookie"),
        "Service": ("{}", "{}-nodes"),
        "ServiceAccount": ("{}-server",),
    },
    ("elasticsearch.k8s.elastic.co", "Elasticsearch"): {
        "Secret": ("{}-es-elastic-user", "{}-es-http-certs-public", "{}-es-http-certs-internal"),
        "Service": ("{}-es-http", "{}-es-internal-http", "{}-es-transport"),
    },
    ("kibana.k8s.elastic.co", "Kibana"): {
        "Secret": ("{}-kb-http-certs-public", "{}-kb-http-certs-internal"),
        "Service": ("{}-kb-http",),
    },
    ("mongodbcommunity.mongodb.com", "MongoDBCommunity"): {
        "Secret": ("{}-*-*",),
        "Service": ("{}-svc",),
    },
    ("grafana.integreatly.org", "Grafana"): {
        "Secret": ("{}-admin-credentials",),
        "Service": ("{}-service",),
        "ServiceAccount": ("{}-sa",),
    },
    ("k8s.keycloak.org", "Keycloak"): {
        "Secret": ("{}-initial-admin",),
        "Service": ("{}-service", "{}-discovery"),
    },
    ("minio.min.io", "Tenant"): {"Service": ("minio", "{}-hl", "{}-console")},
    ("monitoring.coreos.com", "Prometheus"): {"Service": ("prometheus-operated",)},
    ("monitoring.coreos.com", "Alertmanager"): {"Service": ("alertmanager-operated",)},
    ("monitoring.coreos.com", "ThanosRuler"): {"Service": ("thanos-ruler-operated",)},
    ("opentelemetry.io", "OpenTelemetryCollector"): {
        "Service": ("{}-collector", "{}-collector-headless", "{}-collector-monitoring"),
        "ServiceAccount": ("{}-collector",),
    },
}
# (group, kind) → the Secret's name, and its namespace where one can be stated
_SECRETS: Final[dict[tuple[str, str], tuple[Path, Path | None]]] = {
    ("cert-manager.io", "Certificate"): (("spec", "secretName"), None),
    ("secrets.infisical.com", "InfisicalSecret"): (
        ("spec", "managedSecretReference", "secretName"),
        ("spec", "managedSecretReference", "secretNamespace"),
    ),
    ("secrets.doppler.com", "DopplerSecret"): (
        ("spec", "managedSecret", "name"),
        ("spec", "managedSecret", "namespace"),
    ),
    ("spv.no", "AzureKeyVaultSecret"): (("spec", "output", "secret", "name"), None),
}
# fields of Crossplane's managed resources and claims
_CONNECTIONS: Final = ("writeConnectionSecretToRef", "publishConnectionDetailsTo")


def of_operators(resource: Resource) -> Iterator[Product]:
    """Give what the operator of a kind makes for an object of it."""
    known = (resource.group, resource.kind)
    for kind, names in _BY_NAME.get(known, {}).items():
        namespace = "" if kind == "Namespace" else resource.namespace
        for name in names:
            yield Product(kind, namespace, name.format(resource.name))
    if known in _SECRETS:
        name_at, namespace_at = _SECRETS[known]
        place = resource.text(*namespace_at) if namespace_at else ""
        yield Product("Secret", place or resource.namespace, resource.text(*name_at))


def of_connections(resource: Resource) -> Iterator[Product]:
    """Give the Secrets that Crossplane writes connection details into."""
    for field in _CONNECTIONS:
        path = ("spec", field)
        if name := resource.text(*path, "name"):
            yield Product("Secret", resource.text(*path, "namespace") or resource.namespace, name)
