"""infra/: what is applied, under which names and in which order."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Render = Callable[[str, str], dict[str, dict[str, Any]]]

TOPIC = "justtrack-dev-devops-producer-events"
QUEUE = "justtrack-dev-devops-consumer-events"
ENVIRONMENTS = ["dev", "staging", "prod"]
SCOPES = ["Cluster", "Namespaced"]
PIPELINE_WAVES = {
    "sns-topic": "0",
    "dynamodb-table": "0",
    "dead-letter-queue": "0",
    "sqs-queue": "1",
    "sqs-policy": "2",
    "sns-subscription": "2",
}


def wave(body: dict[str, Any]) -> str:
    value: str = body["metadata"]["annotations"]["argocd.argoproj.io/sync-wave"]
    return value


@pytest.mark.parametrize("scope", SCOPES)
def test_dev_has_exactly_the_names_that_the_images_expect(render: Render, scope: str) -> None:
    files = render("dev", scope)
    pipeline = {path: body for path, body in files.items() if path.startswith("infra/pipeline/")}

    names = {path.split("/")[-1]: body["metadata"]["name"] for path, body in pipeline.items()}
    assert names["sns-topic.yaml"] == TOPIC
    assert names["sqs-queue.yaml"] == QUEUE
    assert names["dynamodb-table.yaml"] == QUEUE
    assert files["infra/pipeline/sqs-queue.yaml"]["spec"]["forProvider"]["name"] == QUEUE
    table = files["infra/pipeline/dynamodb-table.yaml"]["spec"]["forProvider"]
    assert table["hashKey"] == "Id"
    assert table["attribute"] == [{"name": "Id", "type": "S"}]
    assert {body["spec"]["forProvider"]["region"] for body in pipeline.values()} == {"eu-central-1"}


def test_no_two_queues_share_a_name(render: Render) -> None:
    files = render("dev", "Cluster")

    dead = files["infra/pipeline/dead-letter-queue.yaml"]
    assert dead["metadata"]["name"] != QUEUE
    assert dead["spec"]["forProvider"]["name"] == dead["metadata"]["name"]


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_the_pipeline_comes_up_in_three_waves(render: Render, environment: str, scope: str) -> None:
    files = render(environment, scope)

    waves = {
        path.removeprefix("infra/pipeline/").removesuffix(".yaml"): wave(body)
        for path, body in files.items()
        if path.startswith("infra/pipeline/")
    }
    assert waves == PIPELINE_WAVES


def test_a_table_has_the_version_that_its_scope_stores(render: Render) -> None:
    path = "infra/pipeline/dynamodb-table.yaml"

    assert render("dev", "Cluster")[path]["apiVersion"] == "dynamodb.aws.upbound.io/v1beta2"
    assert render("dev", "Namespaced")[path]["apiVersion"] == "dynamodb.aws.m.upbound.io/v1beta1"


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_the_redrive_policy_is_compact_and_names_the_dead_letter_queue(
    render: Render, environment: str
) -> None:
    files = render(environment, "Cluster")

    policy = files["infra/pipeline/sqs-queue.yaml"]["spec"]["forProvider"]["redrivePolicy"]
    dead = files["infra/pipeline/dead-letter-queue.yaml"]["spec"]["forProvider"]["name"]
    assert " " not in policy
    assert json.loads(policy)["deadLetterTargetArn"].split(":")[-1] == dead


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_only_the_topic_may_send_to_the_queue(render: Render, environment: str) -> None:
    files = render(environment, "Cluster")

    policy = files["infra/pipeline/sqs-policy.yaml"]["spec"]["forProvider"]
    [statement] = json.loads(policy["policy"])["Statement"]
    assert statement["Principal"] == {"Service": "sns.amazonaws.com"}
    assert statement["Action"] == "sqs:SendMessage"
    queue = files["infra/pipeline/sqs-queue.yaml"]["metadata"]["name"]
    topic = files["infra/pipeline/sns-topic.yaml"]["metadata"]["name"]
    assert statement["Resource"].split(":")[-1] == policy["queueUrlRef"]["name"] == queue
    source = statement["Condition"]["ArnEquals"]["aws:SourceArn"]
    assert source.split(":")[-1] == topic
    assert source.split(":")[3:5] == statement["Resource"].split(":")[3:5]


def test_what_the_provider_would_fill_in_is_written_out(render: Render) -> None:
    files = render("dev", "Cluster")

    for name in ("sqs-queue", "dead-letter-queue"):
        assert {
            "kmsDataKeyReusePeriodSeconds",
            "maxMessageSize",
            "messageRetentionSeconds",
            "sqsManagedSseEnabled",
            "visibilityTimeoutSeconds",
        } <= files[f"infra/pipeline/{name}.yaml"]["spec"]["forProvider"].keys()
    table = files["infra/pipeline/dynamodb-table.yaml"]["spec"]["forProvider"]
    assert {"ttl", "pointInTimeRecovery", "tableClass", "billingMode"} <= table.keys()
    subscription = files["infra/pipeline/sns-subscription.yaml"]["spec"]["forProvider"]
    assert subscription["confirmationTimeoutInMinutes"] == 1


def test_in_prod_every_cluster_scoped_resource_outlives_its_object(render: Render) -> None:
    managed = managed_resources(render("prod", "Cluster"))

    assert {body["spec"]["deletionPolicy"] for body in managed} == {"Orphan"}


def test_in_prod_every_namespaced_resource_outlives_its_object(render: Render) -> None:
    managed = managed_resources(render("prod", "Namespaced"))

    for body in managed:
        assert "deletionPolicy" not in body["spec"], body["kind"]
        assert "Delete" not in body["spec"]["managementPolicies"], body["kind"]
        assert "*" not in body["spec"]["managementPolicies"], body["kind"]
        assert "LateInitialize" in body["spec"]["managementPolicies"], body["kind"]


def test_a_queue_that_outlives_its_object_is_adopted_by_its_url(render: Render) -> None:
    files = render("prod", "Cluster")

    for name in ("sqs-queue", "dead-letter-queue"):
        metadata = files[f"infra/pipeline/{name}.yaml"]["metadata"]
        url = metadata["annotations"]["crossplane.io/external-name"]
        assert url == f"https://sqs.eu-central-1.amazonaws.com/111122223333/{metadata['name']}"


def test_a_queue_on_localstack_has_no_url_of_its_own(render: Render) -> None:
    body = render("dev", "Cluster")["infra/pipeline/sqs-queue.yaml"]

    assert "crossplane.io/external-name" not in body["metadata"]["annotations"]


def test_the_table_is_protected_in_prod(render: Render) -> None:
    table = render("prod", "Cluster")["infra/pipeline/dynamodb-table.yaml"]["spec"]["forProvider"]

    assert table["deletionProtectionEnabled"] is True
    assert table["pointInTimeRecovery"] == {"enabled": True}


@pytest.mark.parametrize("scope", SCOPES)
def test_prod_has_nothing_of_localstack(render: Render, scope: str) -> None:
    files = render("prod", scope)

    infra = {path: body for path, body in files.items() if path.startswith(("infra/", "apps/"))}
    settings = infra.pop("infra/argocd/argocd-cm.yaml")  # its comments and health checks are text
    assert "localstack" not in json.dumps(infra).lower()
    assert "localhost" not in json.dumps(settings["data"]).lower()
    spec = infra["infra/crossplane/config/provider-config.yaml"]["spec"]
    assert spec == {"credentials": {"source": "PodIdentity"}}


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("environment", ["dev", "staging"])
def test_no_call_to_localstack_leaves_for_real_aws(
    render: Render, environment: str, scope: str
) -> None:
    spec = render(environment, scope)["infra/crossplane/config/provider-config.yaml"]["spec"]

    assert {"sns", "sqs", "dynamodb", "sts"} <= set(spec["endpoint"]["services"])
    assert spec["endpoint"]["url"] == {
        "type": "Static",
        "static": "http://localstack.devopstest.svc.cluster.local:4566",
    }


@pytest.mark.parametrize("environment", ["dev", "staging"])
def test_the_provider_config_is_deleted_before_its_secret(render: Render, environment: str) -> None:
    files = render(environment, "Cluster")

    secret = files["infra/crossplane/config/localstack-cred.yaml"]
    config = files["infra/crossplane/config/provider-config.yaml"]
    assert int(wave(secret)) < int(wave(config))
    reference = config["spec"]["credentials"]["secretRef"]
    assert (reference["namespace"], reference["name"]) == (
        secret["metadata"]["namespace"],
        secret["metadata"]["name"],
    )
    assert reference["key"] in secret["stringData"]


@pytest.mark.parametrize("environment", ["dev", "staging"])
def test_the_endpoint_slice_belongs_to_the_service_and_leaves_no_drift(
    render: Render, environment: str
) -> None:
    files = render(environment, "Cluster")

    service = files["infra/localstack/service.yaml"]
    endpoints = files["infra/localstack/endpoint-slice.yaml"]
    labels = endpoints["metadata"]["labels"]
    assert labels["kubernetes.io/service-name"] == service["metadata"]["name"]
    assert labels["endpointslice.kubernetes.io/managed-by"] == "argocd"
    assert "selector" not in service["spec"]
    assert [endpoint["conditions"] for endpoint in endpoints["endpoints"]] == [{"ready": True}]
    [port], [served] = endpoints["ports"], service["spec"]["ports"]
    assert (port["name"], port["protocol"]) == (served["name"], served["protocol"])
    assert port["port"] == served["targetPort"]


@pytest.mark.parametrize("environment", ["dev", "staging"])
def test_localstack_is_published_to_allowed_sources_only(render: Render, environment: str) -> None:
    ingress = render(environment, "Cluster")["infra/localstack/ingress.yaml"]

    allowed = ingress["metadata"]["annotations"][
        "nginx.ingress.kubernetes.io/whitelist-source-range"
    ]
    assert allowed
    assert not [source for source in allowed.split(",") if source.endswith("/0")]
    assert ingress["spec"]["rules"][0]["host"].startswith("localstack.")
    assert ingress["spec"]["ingressClassName"] == "nginx"


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_exactly_the_kinds_of_the_pipeline_are_activated(
    render: Render, environment: str, scope: str
) -> None:
    files = render(environment, scope)

    policy = files["infra/crossplane/providers/activation-policy.yaml"]
    plurals = {"QueuePolicy": "queuepolicies"}
    used = {
        f"{plurals.get(body['kind'], body['kind'].lower() + 's')}."
        f"{body['apiVersion'].split('/')[0]}"
        for body in managed_resources(files)
    }
    assert set(policy["spec"]["activate"]) == used


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_providers_are_pinned_packages_that_anyone_may_pull(
    render: Render, environment: str
) -> None:
    files = render(environment, "Cluster")
    providers = [body for body in files.values() if body.get("kind") == "Provider"]

    assert len(providers) == 4
    for provider in providers:
        package = provider["spec"]["package"]
        assert package.startswith("xpkg.crossplane.io/crossplane-contrib/provider-"), package
        assert package.endswith(":v2.6.0"), package
    assert "crossplane-contrib-provider-family-aws" in {
        provider["metadata"]["name"] for provider in providers
    }


def test_with_pod_identity_each_provider_has_a_service_account_of_a_known_name(
    render: Render,
) -> None:
    files = render("prod", "Cluster")

    for service in ("sns", "sqs", "dynamodb"):
        provider = files[f"infra/crossplane/providers/provider-{service}.yaml"]
        runtime = files[f"infra/crossplane/providers/runtime-config-{service}.yaml"]
        assert provider["spec"]["runtimeConfigRef"]["name"] == runtime["metadata"]["name"]
        account = runtime["spec"]["serviceAccountTemplate"]["metadata"]["name"]
        assert account == f"provider-aws-{service}"
        assert int(wave(runtime)) < int(wave(provider))


def managed_resources(files: dict[str, Any]) -> list[dict[str, Any]]:
    managed = [body for path, body in files.items() if path.startswith("infra/pipeline/")]
    assert len(managed) == 6
    return managed
