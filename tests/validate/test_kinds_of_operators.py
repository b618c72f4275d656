"""Manifests of operators' kinds as they are written, of which nothing is to be said."""

from __future__ import annotations

import pytest

from argowave.validate import Status, Validator
from validate.judging import judge, said

WORKFLOW = """apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {name: a}
spec:
  entrypoint: a
  arguments: {parameters: [{name: a, value: 1}]}
  templates:
    - {name: a, steps: [[{name: b, template: b, withItems: [1, {c: d}]}]]}
    - {name: b, container: {image: "b:1.0.0"}}
"""
ROLLOUT = """apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: a}
spec:
  workloadRef: {apiVersion: apps/v1, kind: Deployment, name: a}
  template: {metadata: {creationTimestamp: null, labels: {a: b}}}
  strategy: {canary: {steps: [{setWeight: 20}, {pause: {}}, {pause: {duration: 10}}]}}
"""
EVENTS = """apiVersion: argoproj.io/v1alpha1
kind: EventSource
metadata: {name: a}
spec:
  amqp:
    a:
      exchangeName: a
      connectionBackoff: {duration: 10s, factor: 2, jitter: 0.2, steps: 5}
"""
ROUTE = """apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: a}
spec:
  rules:
    - filters:
        - type: ExternalAuth
          externalAuth: {protocol: GRPC, grpc: {}, backendRef: {name: a, port: 1}}
"""
POLICY = """apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: {name: a}
spec:
  endpointSelector: {}
  ingress: [{fromRequires: [{matchLabels: {a: b}}]}]
"""
CLAIM = """apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: a-}
spec:
  entrypoint: a
  volumeClaimTemplates: [{metadata: {generateName: a-}, spec: {resources: {}}}]
  templates: [{name: a, container: {image: "a:1.0.0", resources: {limits: {cpu: 0.5}}}}]
"""
CANARY = """apiVersion: flagger.app/v1beta1
kind: Canary
metadata: {name: a}
spec:
  targetRef: {apiVersion: apps/v1, kind: Deployment, name: a}
  autoscalerRef: {apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, name: a}
  service:
    port: 80
    targetPort: http
    gatewayRefs: [{name: a, namespace: b}]
    match: [{headers: {x-canary: {exact: "1"}}, uri: {prefix: /}}]
    retries: {attempts: 3, perTryTimeout: 1s, retryOn: 5xx}
    corsPolicy: {allowOrigins: [{exact: https://example.org}], allowCredentials: false}
    trafficPolicy: {tls: {mode: ISTIO_MUTUAL}, loadBalancer: {simple: LEAST_REQUEST}}
  analysis:
    interval: 1m
    threshold: 5
    maxWeight: 50
    stepWeights: [5, 10]
    sessionAffinity: {cookieName: a, maxAge: 60}
    metrics:
      - {name: a, thresholdRange: {min: 99.5, max: 500}, interval: 1m}
      - {name: b, templateRef: {name: a}, templateVariables: {direction: to}}
    webhooks: [{name: a, url: http://a/, type: pre-rollout, timeout: 3m, metadata: {cmd: a}}]
    alerts: [{name: a, severity: info, providerRef: {name: a}}]
"""
AUTOSCALER = """apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: {name: a}
spec:
  targetRef: {apiVersion: apps/v1, kind: Deployment, name: a}
  updatePolicy: {updateMode: "Off", minReplicas: 1}
  resourcePolicy:
    containerPolicies:
      - containerName: "*"
        mode: Auto
        minAllowed: {cpu: 100m, memory: 50Mi}
        maxAllowed: {cpu: 1, memory: 500Mi}
        controlledResources: [cpu, memory]
        controlledValues: RequestsOnly
"""
PROXY = """apiVersion: projectcontour.io/v1
kind: HTTPProxy
metadata: {name: a}
spec:
  virtualhost: {fqdn: a.example.org, tls: {secretName: a, minimumProtocolVersion: "1.3"}}
  routes:
    - conditions: [{prefix: /}]
      timeoutPolicy: {response: 10s}
      services: [{name: a, port: 80, weight: 90}, {name: b, port: 80, weight: 10}]
"""
MACHINES = """apiVersion: cluster.x-k8s.io/v1beta1
kind: MachineDeployment
metadata: {name: a}
spec:
  clusterName: a
  replicas: 3
  template:
    spec:
      version: v1.36.0
      bootstrap:
        configRef:
          {apiVersion: bootstrap.cluster.x-k8s.io/v1beta1, kind: KubeadmConfigTemplate, name: a}
      infrastructureRef:
        {apiVersion: infrastructure.cluster.x-k8s.io/v1beta1, kind: DockerMachineTemplate, name: a}
"""


@pytest.mark.parametrize("text", [CANARY, AUTOSCALER, PROXY, MACHINES])
def test_kinds_of_more_operators_are_known(validator: Validator, text: str) -> None:
    result = judge(validator, text)

    assert (result.status, said(result)) == (Status.VALID, [])


def test_the_vertical_autoscaler_is_called_by_its_own_name(validator: Validator) -> None:
    result = judge(validator, AUTOSCALER.replace("updatePolicy", "updatePolcy"))

    assert said(result) == [
        ('unknown field, did you mean "updatePolicy"?; as of vertical-pod-autoscaler v1.8.1', False)
    ]


@pytest.mark.parametrize("text", [WORKFLOW, ROLLOUT, EVENTS, ROUTE, POLICY, CLAIM])
def test_what_types_of_go_do_not_tell_of_their_yaml_is_let_through(
    validator: Validator, text: str
) -> None:
    assert said(judge(validator, text)) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            WORKFLOW.replace("entrypoint", "entryPoint"),
            'unknown field, did you mean "entrypoint"?; as of argo-workflows v3.7.6',
        ),
        (
            ROLLOUT.replace("setWeight", "setWieght"),
            'unknown field, did you mean "setWeight"?; as of argo-rollouts v1.10.1',
        ),
    ],
)
def test_a_slip_is_an_error_there_too(validator: Validator, text: str, message: str) -> None:
    result = judge(validator, text)

    assert result.status is Status.INVALID
    assert said(result) == [(message, False)]
