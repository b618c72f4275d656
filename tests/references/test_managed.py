from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from argowave.references.providers import package_of, plurals
from references.graphs import edges, scene_with

if TYPE_CHECKING:
    from pathlib import Path

PIPELINE = """
apiVersion: sns.aws.{m}upbound.io/v1beta1
kind: Topic
metadata: {{name: events}}
spec: {{forProvider: {{region: eu-central-1}}}}
---
apiVersion: sqs.aws.{m}upbound.io/v1beta1
kind: Queue
metadata: {{name: jobs, labels: {{for: events}}}}
spec: {{forProvider: {{region: eu-central-1, name: jobs}}}}
---
apiVersion: sns.aws.{m}upbound.io/v1beta1
kind: TopicSubscription
metadata: {{name: jobs}}
spec:
  forProvider:
    region: eu-central-1
    protocol: sqs
    topicArnRef: {{name: events}}
    endpointSelector: {{matchLabels: {{for: events}}}}
"""


@pytest.mark.parametrize("flavour", ["", "m."])
def test_refs_and_selectors_lead_to_managed_resources_that_have_to_be_ready(
    flavour: str, tmp_path: Path
) -> None:
    found = edges(PIPELINE.format(m=flavour), tmp_path)

    assert "TopicSubscription/jobs refers to Topic/events (ready)" in found
    assert "TopicSubscription/jobs selects Queue/jobs (ready)" in found


def test_references_stay_inside_one_flavour(tmp_path: Path) -> None:
    topic, queue, subscription = PIPELINE.split("---")
    mixed = "---".join((topic.format(m=""), queue.format(m=""), subscription.format(m="m.")))

    found = edges(mixed, tmp_path)

    assert (
        "TopicSubscription/jobs refers to nothing: Topic/events in namespace case (ready)" in found
    )
    assert "TopicSubscription/jobs selects nothing: a Queue labelled for=events (ready)" in found


def test_a_field_of_unknown_kind_leads_to_what_has_the_name(tmp_path: Path) -> None:
    manifests = """
apiVersion: ec2.aws.upbound.io/v1beta1
kind: VPC
metadata: {name: main}
---
apiVersion: ec2.aws.upbound.io/v1beta1
kind: Subnet
metadata: {name: main}
spec: {forProvider: {vpcIdRef: {name: main}, otherRefs: [{name: main}, {name: none}, nothing]}}
"""
    found = [each for each in edges(manifests, tmp_path) if "refers" in each]

    assert found == ["Subnet/main refers to VPC/main (ready)"] * 2


def test_a_field_of_unknown_kind_leads_nowhere_where_several_have_the_name(tmp_path: Path) -> None:
    kinds = ("VPC", "RouteTable")
    manifests = "---".join(
        f"""
apiVersion: ec2.aws.upbound.io/v1beta1
kind: {kind}
metadata: {{name: main}}
spec: {{forProvider: {{otherRef: {{name: {name}}}}}}}
"""
        for kind, name in [*((kind, "none") for kind in kinds), ("Subnet", "main")]
    )

    assert not [each for each in edges(manifests, tmp_path) if "refers" in each]


def test_secrets_of_fields_are_read_and_those_that_are_generated_may_be_missing(
    tmp_path: Path,
) -> None:
    manifests = """
apiVersion: rds.aws.upbound.io/v1beta1
kind: Instance
metadata: {name: main}
spec:
  forProvider:
    autoGeneratePassword: true
    passwordSecretRef: {name: made, namespace: elsewhere, key: password}
---
apiVersion: rds.aws.m.upbound.io/v1beta1
kind: Instance
metadata: {name: main}
spec: {forProvider: {passwordSecretRef: {name: given, key: password}}}
---
apiVersion: v1
kind: Secret
metadata: {name: given}
"""
    graph = scene_with(manifests, tmp_path).graph
    found = [each for each in graph.edges if each.reference.relation == "reads"]

    assert [(each.reference.optional, each.target is not None) for each in found] == [
        (True, False),
        (False, True),
    ]


CROSSPLANE = """
apiVersion: pkg.crossplane.io/v1
kind: Provider
metadata: {name: family}
spec: {package: "xpkg.crossplane.io/crossplane-contrib/provider-family-aws:v2.6.0"}
---
apiVersion: pkg.crossplane.io/v1
kind: Provider
metadata: {name: queues}
spec:
  package: xpkg.crossplane.io/crossplane-contrib/provider-aws-sqs:v2.6.0
  runtimeConfigRef: {name: pods}
---
apiVersion: pkg.crossplane.io/v1beta1
kind: DeploymentRuntimeConfig
metadata: {name: pods}
---
apiVersion: apiextensions.crossplane.io/v1alpha1
kind: ManagedResourceActivationPolicy
metadata: {name: queues}
spec: {activate: [queues.sqs.aws.m.upbound.io]}
---
apiVersion: aws.m.upbound.io/v1beta1
kind: ProviderConfig
metadata: {name: team}
spec: {credentials: {source: Secret, secretRef: {name: key, namespace: case, key: credentials}}}
---
apiVersion: v1
kind: Secret
metadata: {name: key}
---
apiVersion: sqs.aws.m.upbound.io/v1beta1
kind: Queue
metadata: {name: jobs}
spec:
  providerConfigRef: {kind: ProviderConfig, name: team}
  forProvider: {region: eu-central-1, name: jobs}
"""


def test_a_managed_resource_needs_its_provider_its_policy_and_its_config(tmp_path: Path) -> None:
    assert edges(CROSSPLANE, tmp_path) == [
        "Provider/queues runs with DeploymentRuntimeConfig/pods (exist)",
        "ProviderConfig/team is a kind of Provider/family (ready)",
        "ProviderConfig/team takes its credentials from Secret/key (exist)",
        "Queue/jobs is a kind of Provider/queues (ready)",
        "Queue/jobs is activated by ManagedResourceActivationPolicy/queues (ready)",
        "Queue/jobs is made with ProviderConfig/team (exist)",
    ]


def test_without_an_activation_policy_nothing_has_to_be_activated(tmp_path: Path) -> None:
    without = "---".join(each for each in CROSSPLANE.split("---") if "ActivationPolicy" not in each)

    assert not [each for each in edges(without, tmp_path) if "activated" in each]


@pytest.mark.parametrize(
    ("package", "name"),
    [
        ("xpkg.crossplane.io/crossplane-contrib/provider-aws-sqs:v2.6.0", "provider-aws-sqs"),
        ("localhost:5000/provider-aws-sqs", "provider-aws-sqs"),
        ("example.com/a/provider-aws-sqs:v1@sha256:abc", "provider-aws-sqs"),
        ("", ""),
    ],
)
def test_a_package_is_known_by_the_last_part_of_its_image(
    package: str, name: str, tmp_path: Path
) -> None:
    manifest = f"""
apiVersion: pkg.crossplane.io/v1
kind: Provider
metadata: {{name: provider}}
spec: {{package: "{package}"}}
"""
    provider = scene_with(manifest, tmp_path).inventory.of_kind("pkg.crossplane.io", "Provider")[0]

    assert package_of(provider) == name


@pytest.mark.parametrize(
    ("kind", "plural"),
    [
        ("Queue", "queues"),
        ("QueuePolicy", "queuepolicies"),
        ("TableItem", "tableitems"),
        ("ContributorInsights", "contributorinsights"),
        ("Address", "addresses"),
        ("Key", "keys"),
        ("Analysis", "analyses"),
    ],
)
def test_the_plural_of_a_crd_is_among_those_that_are_tried(kind: str, plural: str) -> None:
    assert plural in plurals(kind)
