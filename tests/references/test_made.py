"""What something in the tree makes is not missing; what it may make is left undecided."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from argowave.references.made import maker_of
from argowave.resources import IN_CLUSTER, Key
from references.graphs import scene_with

if TYPE_CHECKING:
    from pathlib import Path

MAKERS = {
    "an ExternalSecret makes its target": (
        """
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: e}
spec: {target: {name: made}}
""",
        "Secret/case/made",
    ),
    "an ExternalSecret without a target makes a Secret of its name": (
        """
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: made}
spec: {}
""",
        "Secret/case/made",
    ),
    "an ExternalSecret makes what its manifest says": (
        """
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: made}
spec: {target: {manifest: {apiVersion: v1, kind: ConfigMap}}}
""",
        "ConfigMap/case/made",
    ),
    "a SealedSecret makes a Secret of its name": (
        """
apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: made}
""",
        "Secret/case/made",
    ),
    "a SopsSecret makes its templates": (
        """
apiVersion: isindir.github.com/v1alpha3
kind: SopsSecret
metadata: {name: s}
spec: {secretTemplates: [{name: other}, {name: made}]}
""",
        "Secret/case/made",
    ),
    "Vault's operator makes the destination": (
        """
apiVersion: secrets.hashicorp.com/v1beta1
kind: VaultDynamicSecret
metadata: {name: s}
spec: {destination: {name: made, create: true}}
""",
        "Secret/case/made",
    ),
    "Infisical makes a Secret in the namespace that is stated": (
        """
apiVersion: secrets.infisical.com/v1alpha1
kind: InfisicalSecret
metadata: {name: s}
spec: {managedSecretReference: {secretName: made, secretNamespace: other}}
""",
        "Secret/other/made",
    ),
    "a class of the CSI driver makes its Secrets": (
        """
apiVersion: secrets-store.csi.x-k8s.io/v1
kind: SecretProviderClass
metadata: {name: s}
spec: {secretObjects: [{secretName: made, type: Opaque}]}
""",
        "Secret/case/made",
    ),
    "a Bundle is in every namespace": (
        """
apiVersion: trust.cert-manager.io/v1alpha1
kind: Bundle
metadata: {name: made}
spec: {target: {configMap: {key: ca.crt}}}
""",
        "ConfigMap/anywhere/made",
    ),
    "a Certificate makes its Secret": (
        """
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: c}
spec: {secretName: made}
""",
        "Secret/case/made",
    ),
    "an Ingress with an issuer has its certificate made": (
        """
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: i, annotations: {cert-manager.io/cluster-issuer: acme}}
spec: {tls: [{secretName: made}]}
""",
        "Secret/case/made",
    ),
    "a Gateway with an issuer has its certificates made": (
        """
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: g, annotations: {cert-manager.io/issuer: acme}}
spec: {listeners: [{name: a}, {name: b, tls: {certificateRefs: [{name: made}]}}]}
""",
        "Secret/case/made",
    ),
    "an issuer makes the key of its account": (
        """
apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata: {name: acme}
spec: {acme: {privateKeySecretRef: {name: made}}}
""",
        "Secret/cert-manager/made",
    ),
    "a managed resource writes its connection": (
        """
apiVersion: sqs.aws.upbound.io/v1beta1
kind: Queue
metadata: {name: q}
spec: {writeConnectionSecretToRef: {name: made, namespace: other}}
""",
        "Secret/other/made",
    ),
    "a namespaced managed resource writes its connection beside itself": (
        """
apiVersion: sqs.aws.m.upbound.io/v1beta1
kind: Queue
metadata: {name: q}
spec: {writeConnectionSecretToRef: {name: made}}
""",
        "Secret/case/made",
    ),
    "a StatefulSet makes a claim for each replica": (
        """
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec: {replicas: 3, volumeClaimTemplates: [{metadata: {name: data}}]}
""",
        "PersistentVolumeClaim/case/data-db-2",
    ),
    "a StatefulSet may number its replicas from elsewhere": (
        """
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec: {ordinals: {start: 5}, volumeClaimTemplates: [{metadata: {name: data}}]}
""",
        "PersistentVolumeClaim/case/data-db-5",
    ),
    "a Job makes the certificate that it is given the name of": (
        """
apiVersion: batch/v1
kind: Job
metadata: {name: j}
spec: {template: {spec: {containers: [{args: [create, --host=h, --secret-name=made]}]}}}
""",
        "Secret/case/made",
    ),
    "PostgreSQL's operator makes Services": (
        """
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: {name: db}
""",
        "Service/case/db-rw",
    ),
    "Zalando's operator makes a Secret for each user": (
        """
apiVersion: acid.zalan.do/v1
kind: postgresql
metadata: {name: db}
""",
        "Secret/case/app.db.credentials.postgresql.acid.zalan.do",
    ),
    "Kafka's operator makes a Service for each listener": (
        """
apiVersion: kafka.strimzi.io/v1
kind: Kafka
metadata: {name: events}
""",
        "Service/case/events-kafka-external-bootstrap",
    ),
    "OpenShift makes the certificate of a Service": (
        """
apiVersion: v1
kind: Service
metadata:
  name: s
  annotations: {service.beta.openshift.io/serving-cert-secret-name: made}
""",
        "Secret/case/made",
    ),
    "Crossplane makes the account of a revision": (
        """
apiVersion: pkg.crossplane.io/v1
kind: Provider
metadata: {name: provider-aws-sqs}
""",
        "ServiceAccount/crossplane-system/provider-aws-sqs-8f2c1d3e4b5a",
    ),
    "Crossplane makes the account that a runtime config names": (
        """
apiVersion: pkg.crossplane.io/v1beta1
kind: DeploymentRuntimeConfig
metadata: {name: c}
spec: {serviceAccountTemplate: {metadata: {name: made}}}
""",
        "ServiceAccount/crossplane-system/made",
    ),
    "Crossplane makes the roles of its definitions": (
        """
apiVersion: apiextensions.crossplane.io/v2
kind: CompositeResourceDefinition
metadata: {name: apps.example.org}
""",
        "rbac.authorization.k8s.io/ClusterRole//crossplane:composite:apps.example.org:view",
    ),
    "provider-kubernetes applies the manifest of an Object": (
        """
apiVersion: kubernetes.crossplane.io/v1alpha2
kind: Object
metadata: {name: o}
spec:
  forProvider:
    manifest:
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: made, namespace: other}
""",
        "apps/Deployment/other/made",
    ),
}
MAY = {
    "a ClusterExternalSecret chooses its namespaces by label": (
        """
apiVersion: external-secrets.io/v1
kind: ClusterExternalSecret
metadata: {name: made}
spec: {namespaceSelectors: [{matchLabels: {a: b}}]}
""",
        "Secret/anywhere/made",
    ),
    "a copied Secret may be in any namespace": (
        """
apiVersion: v1
kind: Secret
metadata: {name: made, annotations: {replicator.v1.mittwald.de/replicate-to: "a,b"}}
""",
        "Secret/anywhere/made",
    ),
    "a Bundle may choose its namespaces": (
        """
apiVersion: trust.cert-manager.io/v1alpha1
kind: Bundle
metadata: {name: made}
spec: {target: {secret: {key: ca.crt}, namespaceSelector: {matchLabels: {a: b}}}}
""",
        "Secret/anywhere/made",
    ),
    "a program may make the certificate that it is given the name of": (
        """
apiVersion: apps/v1
kind: Deployment
metadata: {name: d}
spec: {template: {spec: {containers: [{args: ["--cert-secret-name", made]}]}}}
""",
        "Secret/case/made",
    ),
    "a script may make a Secret": (
        """
apiVersion: batch/v1
kind: CronJob
metadata: {name: j}
spec:
  jobTemplate:
    spec:
      template:
        spec:
          containers:
            - command: [sh, -c, "kubectl -n x create secret docker-registry made --from-file=a"]
""",
        "Secret/x/made",
    ),
    "a release of Helm may make anything in its namespace": (
        """
apiVersion: helm.crossplane.io/v1beta1
kind: Release
metadata: {name: r}
spec: {forProvider: {namespace: other}}
""",
        "apps/Deployment/other/made",
    ),
    "a Kustomization of Flux may make anything anywhere": (
        """
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: k}
""",
        "ServiceAccount/anywhere/made",
    ),
    "a Secret that a Certificate makes may be copied": (
        """
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: c, namespace: other}
spec:
  secretName: made
  secretTemplate: {annotations: {replicator.v1.mittwald.de/replicate-to: "case"}}
""",
        "Secret/case/made",
    ),
    "a rule of Kyverno may generate a Secret for each namespace": (
        """
apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: p}
spec:
  rules:
    - generate: {apiVersion: v1, kind: Secret, name: made, namespace: "{{request.object.name}}"}
""",
        "Secret/anywhere/made",
    ),
    "a composite resource may make anything beside itself": (
        """
apiVersion: apiextensions.crossplane.io/v2
kind: CompositeResourceDefinition
metadata: {name: apps.example.org}
spec: {group: example.org, names: {kind: App}}
---
apiVersion: example.org/v1
kind: App
metadata: {name: a}
""",
        "Service/case/made",
    ),
}
NOT = {
    "an ExternalSecret that only merges makes nothing": (
        """
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: made}
spec: {target: {creationPolicy: Merge}}
""",
        "Secret/case/made",
    ),
    "Vault's operator does not make what is there": (
        """
apiVersion: secrets.hashicorp.com/v1beta1
kind: VaultStaticSecret
metadata: {name: s}
spec: {destination: {name: made}}
""",
        "Secret/case/made",
    ),
    "an Ingress without an issuer has nothing made": (
        """
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: i, annotations: {kubernetes.io/tls-acme: "false"}}
spec: {tls: [{secretName: made}]}
""",
        "Secret/case/made",
    ),
    "an Object that is only observed makes nothing": (
        """
apiVersion: kubernetes.crossplane.io/v1alpha2
kind: Object
metadata: {name: o}
spec:
  managementPolicies: [Observe]
  forProvider: {manifest: {apiVersion: v1, kind: Secret, metadata: {name: made, namespace: case}}}
""",
        "Secret/case/made",
    ),
    "a StatefulSet has claims for its replicas only": (
        """
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec: {replicas: 1, volumeClaimTemplates: [{metadata: {name: data}}]}
""",
        "PersistentVolumeClaim/case/data-db-1",
    ),
    "a Secret of another namespace does not count": (
        """
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: c, namespace: other}
spec: {secretName: made}
""",
        "Secret/case/made",
    ),
    "a kind of the same name in another group makes nothing": (
        """
apiVersion: example.org/v1
kind: Certificate
metadata: {name: c}
spec: {secretName: made}
""",
        "Secret/case/made",
    ),
}


def key(text: str) -> Key:
    """Return the key that [GROUP/]KIND/NAMESPACE/NAME means."""
    *group, kind, namespace, name = text.split("/")
    return Key(IN_CLUSTER, "".join(group), kind, namespace, name)


@pytest.mark.parametrize(("manifests", "wanted"), MAKERS.values(), ids=MAKERS)
def test_what_is_made_is_there(manifests: str, wanted: str, tmp_path: Path) -> None:
    maker = maker_of(scene_with(manifests, tmp_path).inventory, key(wanted))

    assert maker is not None
    assert maker.certain


@pytest.mark.parametrize(("manifests", "wanted"), MAY.values(), ids=MAY)
def test_what_may_be_made_may_be_there(manifests: str, wanted: str, tmp_path: Path) -> None:
    maker = maker_of(scene_with(manifests, tmp_path).inventory, key(wanted))

    assert maker is not None
    assert not maker.certain


@pytest.mark.parametrize(("manifests", "wanted"), NOT.values(), ids=NOT)
def test_what_nothing_makes_is_not_there(manifests: str, wanted: str, tmp_path: Path) -> None:
    assert maker_of(scene_with(manifests, tmp_path).inventory, key(wanted)) is None


def test_who_certainly_makes_something_comes_first(tmp_path: Path) -> None:
    manifests = """
apiVersion: external-secrets.io/v1
kind: ClusterExternalSecret
metadata: {name: made}
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: c}
spec: {secretName: made}
"""
    maker = maker_of(scene_with(manifests, tmp_path).inventory, key("Secret/case/made"))

    assert maker is not None
    assert maker.resource.subject == "Certificate/c"
