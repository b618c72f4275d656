"""What Kubernetes' own kinds, the Gateway API's, KEDA's and Argo CD's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from references.graphs import edges, scene_with

if TYPE_CHECKING:
    from pathlib import Path

# what a reference may lead to, so that edges are told from what dangles
THERE = """
apiVersion: v1
kind: ServiceAccount
metadata: {name: sa}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: cm}
---
apiVersion: v1
kind: Secret
metadata: {name: s}
---
apiVersion: v1
kind: Service
metadata: {name: web}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: d}
---
"""
CASES = {
    "a pod names what it runs with": (
        """
apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  serviceAccountName: sa
  imagePullSecrets: [{name: s}]
  priorityClassName: system-node-critical
  runtimeClassName: gvisor
""",
        [
            "Pod/p has the priority of nothing: PriorityClass/system-node-critical (exist)",
            "Pod/p pulls with Secret/s (none)",
            "Pod/p runs as ServiceAccount/sa (exist)",
            "Pod/p runs in nothing: RuntimeClass/gvisor (exist)",
        ],
    ),
    "the older name of a service account counts too": (
        """
apiVersion: v1
kind: Pod
metadata: {name: p}
spec: {serviceAccount: sa}
""",
        ["Pod/p runs as ServiceAccount/sa (exist)"],
    ),
    "containers of every sort read their environment": (
        """
apiVersion: batch/v1
kind: CronJob
metadata: {name: j}
spec:
  jobTemplate:
    spec:
      template:
        spec:
          initContainers:
            - envFrom: [{configMapRef: {name: cm}}, {secretRef: {name: s}}]
          containers:
            - env: [{name: A, valueFrom: {secretKeyRef: {name: s, key: a}}}]
            - env: [{name: B, valueFrom: {configMapKeyRef: {name: cm, key: b}}}]
""",
        [
            "CronJob/j reads ConfigMap/cm (exist)",
            "CronJob/j reads ConfigMap/cm (exist)",
            "CronJob/j reads Secret/s (exist)",
            "CronJob/j reads Secret/s (exist)",
        ],
    ),
    "volumes of every sort are mounted": (
        """
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  volumeClaimTemplates: [{metadata: {name: d}, spec: {storageClassName: fast}}]
  template:
    spec:
      volumes:
        - {configMap: {name: cm}}
        - {secret: {secretName: s}}
        - {persistentVolumeClaim: {claimName: d-db-0}}
        - {projected: {sources: [{configMap: {name: cm}}, {secret: {name: s}}]}}
        - {csi: {driver: d, nodePublishSecretRef: {name: s}}}
""",
        [
            "StatefulSet/db is stored by nothing: StorageClass/fast (exist)",
            "StatefulSet/db mounts ConfigMap/cm (exist)",
            "StatefulSet/db mounts ConfigMap/cm (exist)",
            "StatefulSet/db mounts Secret/s (exist)",
            "StatefulSet/db mounts Secret/s (exist)",
            "StatefulSet/db mounts a volume with Secret/s (exist)",
            "StatefulSet/db mounts nothing: PersistentVolumeClaim/d-db-0 in namespace case (exist)",
        ],
    ),
    "rollouts and scaled jobs make pods": (
        """
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: r}
spec: {template: {spec: {serviceAccountName: sa}}}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledJob
metadata: {name: j}
spec: {jobTargetRef: {template: {spec: {serviceAccountName: sa}}}}
""",
        [
            "Rollout/r runs as ServiceAccount/sa (exist)",
            "ScaledJob/j runs as ServiceAccount/sa (exist)",
        ],
    ),
    "an Ingress names Services, a class, certificates and a login": (
        """
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: i, annotations: {nginx.ingress.kubernetes.io/auth-secret: s}}
spec:
  ingressClassName: nginx
  defaultBackend: {service: {name: web, port: {number: 80}}}
  tls: [{secretName: s}, {hosts: [a]}]
  rules:
    - {host: no-paths}
    - http: {paths: [{backend: {service: {name: web}}}, {backend: {resource: {kind: Bucket}}}]}
""",
        [
            "Ingress/i authenticates with Secret/s (none)",
            "Ingress/i has the certificate of Secret/s (none)",
            "Ingress/i is of nothing: IngressClass/nginx (none)",
            "Ingress/i sends requests to Service/web (exist)",
            "Ingress/i sends requests to Service/web (exist)",
        ],
    ),
    "an EndpointSlice names its Service by its label": (
        """
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: e, labels: {kubernetes.io/service-name: web}}
""",
        ["EndpointSlice/e holds the addresses of Service/web (exist)"],
    ),
    "routes name Gateways and Services, also to mirror to": (
        """
apiVersion: gateway.networking.k8s.io/v1
kind: GRPCRoute
metadata: {name: r}
spec:
  parentRefs: [{name: g, namespace: infra}, {group: "", kind: Service, name: web}]
  rules:
    - backendRefs: [{name: web}]
      filters: [{type: RequestMirror, requestMirror: {backendRef: {name: web}}}]
""",
        [
            "GRPCRoute/r is attached to Service/web (none)",
            "GRPCRoute/r is attached to nothing: Gateway/g in namespace infra (none)",
            "GRPCRoute/r sends requests to Service/web (exist)",
            "GRPCRoute/r sends requests to Service/web (exist)",
        ],
    ),
    "autoscalers name what they scale and measure": (
        """
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: h}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: d}
  metrics: [{type: Object, object: {describedObject: {apiVersion: v1, kind: Service, name: web}}}]
---
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: {name: v}
spec: {targetRef: {apiVersion: apps/v1, kind: Deployment, name: d}}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: k}
spec:
  scaleTargetRef: {name: d}
  triggers: [{type: cron, authenticationRef: {name: a}}]
---
apiVersion: keda.sh/v1alpha1
kind: TriggerAuthentication
metadata: {name: a}
spec:
  secretTargetRef: [{name: s}]
  configMapTargetRef: [{name: cm}]
  boundServiceAccountToken: [{serviceAccountName: sa}]
""",
        [
            "HorizontalPodAutoscaler/h measures Service/web (none)",
            "HorizontalPodAutoscaler/h scales Deployment/d (none)",
            "ScaledObject/k authenticates with TriggerAuthentication/a (exist)",
            "ScaledObject/k scales Deployment/d (exist)",
            "TriggerAuthentication/a reads ConfigMap/cm (exist)",
            "TriggerAuthentication/a reads Secret/s (exist)",
            "TriggerAuthentication/a reads ServiceAccount/sa (exist)",
            "VerticalPodAutoscaler/v scales Deployment/d (none)",
        ],
    ),
    "what selects pods names the workloads behind its labels": (
        """
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent}
spec: {template: {metadata: {labels: {app: agent, tier: x}}, spec: {}}}
---
apiVersion: v1
kind: Service
metadata: {name: agent}
spec: {selector: {app: agent}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: agent}
spec: {selector: {matchLabels: {app: agent}, matchExpressions: [{key: tier, operator: Exists}]}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: agent}
spec: {podSelector: {matchExpressions: [{key: tier, operator: In, values: [x]}]}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: everything}
spec: {podSelector: {}}
""",
        [
            "NetworkPolicy/agent selects the pods of DaemonSet/agent (none)",
            "PodDisruptionBudget/agent selects the pods of DaemonSet/agent (none)",
            "Service/agent selects the pods of DaemonSet/agent (none)",
        ],
    ),
    "bindings name their role and their accounts": (
        """
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: b}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects:
  - {kind: ServiceAccount, name: sa}
  - {kind: User, name: somebody}
  - {kind: ServiceAccount, name: o, namespace: other}
""",
        [
            "RoleBinding/b grants nothing: ClusterRole/view (exist)",
            "RoleBinding/b grants to ServiceAccount/sa (none)",
            "RoleBinding/b grants to nothing: ServiceAccount/o in namespace other (none)",
        ],
    ),
    "webhooks, API services and conversions name their Service": (
        """
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: v}
webhooks:
  - {clientConfig: {url: "https://a"}}
  - {clientConfig: {service: {name: web, namespace: case}}}
---
apiVersion: apiregistration.k8s.io/v1
kind: APIService
metadata: {name: a}
spec: {service: {name: web, namespace: case}}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: apps.example.org}
spec:
  group: example.org
  names: {kind: App}
  conversion: {webhook: {clientConfig: {service: {name: web, namespace: case}}}}
---
apiVersion: example.org/v1
kind: App
metadata: {name: x}
""",
        [
            "APIService/a calls Service/web (none)",
            "App/x is defined by CustomResourceDefinition/apps.example.org (exist)",
            "CustomResourceDefinition/apps.example.org calls Service/web (none)",
            "ValidatingWebhookConfiguration/v calls Service/web (none)",
        ],
    ),
    "a host of the cluster names a Service, once an object": (
        """
apiVersion: apps/v1
kind: Deployment
metadata: {name: x}
spec:
  template:
    spec:
      containers:
        - args: ["http://web.case.svc:80", "http://web.case.svc.cluster.local/"]
        - args: ["pod-0.web.case.svc"]
""",
        ["Deployment/x calls Service/web (exist)"],
    ),
    "an Application names its project and the Secrets that Argo CD takes": (
        """
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: team, namespace: argocd}
---
apiVersion: v1
kind: Secret
metadata: {name: far, namespace: argocd, labels: {argocd.argoproj.io/secret-type: cluster}}
stringData: {name: far, server: "https://far.example.com"}
---
apiVersion: v1
kind: Secret
metadata: {name: org, namespace: argocd, labels: {argocd.argoproj.io/secret-type: repo-creds}}
stringData: {url: "https://git.example.com/org"}
---
apiVersion: v1
kind: Secret
metadata: {name: one, namespace: argocd, labels: {argocd.argoproj.io/secret-type: repository}}
stringData: {url: "https://git.example.com/org/one.git"}
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: app, namespace: argocd}
spec:
  project: team
  sources:
    - {repoURL: "git@git.example.com:org/one", path: a}
    - {repoURL: "https://git.example.com/org/two", path: a}
  destination: {name: far, namespace: case}
""",
        [
            "Application/app belongs to AppProject/team (exist)",
            "Application/app goes to the cluster of Secret/far (exist)",
            "Application/app is read with Secret/one (exist)",
            "Application/app is read with Secret/org (exist)",
            "Application/app is read with Secret/org (exist)",
        ],
    ),
}


@pytest.mark.parametrize(("manifests", "expected"), CASES.values(), ids=CASES)
def test_what_names_what(manifests: str, expected: list[str], tmp_path: Path) -> None:
    assert edges(THERE + manifests, tmp_path) == expected


def test_what_is_optional_is_so(tmp_path: Path) -> None:
    manifests = """
apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  volumes:
    - {configMap: {name: a, optional: true}}
    - {projected: {sources: [{secret: {name: b, optional: true}}]}}
  containers:
    - envFrom: [{secretRef: {name: c, optional: true}}]
      env: [{name: D, valueFrom: {configMapKeyRef: {name: d, key: d, optional: true}}}]
"""
    graph = scene_with(manifests, tmp_path).graph
    found = {
        each.reference.wanted: each.reference.optional
        for each in graph.edges
        if each.reference.relation != "is in"
    }

    assert found == {
        "ConfigMap/a in namespace case": True,
        "Secret/b in namespace case": True,
        "Secret/c in namespace case": True,
        "ConfigMap/d in namespace case": True,
    }
