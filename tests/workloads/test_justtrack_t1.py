"""What the producer's and the consumer's chart promises, in each environment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from argowave.environment import Environment
    from workloads.chart import Chart

Values = dict[tuple[str, str], str]
COMPONENTS = ("consumer", "producer")
EVERYWHERE = pytest.mark.parametrize("name", ["dev", "staging", "prod"])
SCALED = pytest.mark.parametrize("name", ["staging", "prod"])
EMULATED = pytest.mark.parametrize("name", ["dev", "staging"])
QUEUE_URL = "https://sqs.eu-central-1.amazonaws.com/111122223333/events"


def pod_of(manifests: dict[str, dict[str, Any]], component: str) -> dict[str, Any]:
    spec: dict[str, Any] = manifests[f"Deployment/justtrack-t1-{component}"]["spec"]
    pod: dict[str, Any] = spec["template"]["spec"]
    return pod


def env_of(manifests: dict[str, dict[str, Any]], component: str) -> dict[str, Any]:
    (container,) = pod_of(manifests, component)["containers"]
    return {entry["name"]: entry.get("value", entry.get("valueFrom")) for entry in container["env"]}


def wave_of(manifest: dict[str, Any]) -> int:
    return int(manifest["metadata"].get("annotations", {}).get("argocd.argoproj.io/sync-wave", 0))


@EVERYWHERE
def test_consumer_comes_before_the_producer(
    justtrack: Chart, values_files: Values, name: str
) -> None:
    manifests = justtrack.render(values_files[name, "justtrack-t1"])

    assert wave_of(manifests["Deployment/justtrack-t1-consumer"]) == 0
    assert wave_of(manifests["Deployment/justtrack-t1-producer"]) == 1


@EVERYWHERE
@pytest.mark.parametrize("component", COMPONENTS)
def test_pods_run_with_as_little_as_they_need(
    justtrack: Chart, values_files: Values, name: str, component: str
) -> None:
    manifests = justtrack.render(values_files[name, "justtrack-t1"])
    pod = pod_of(manifests, component)
    (container,) = pod["containers"]

    assert pod["securityContext"] == {
        "runAsNonRoot": True,
        "runAsUser": 65532,
        "runAsGroup": 65532,
        "seccompProfile": {"type": "RuntimeDefault"},
    }
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert container["volumeMounts"] == [{"name": "tmp", "mountPath": "/tmp"}]  # noqa: S108 (the container's, not this machine's)
    assert pod["volumes"] == [{"name": "tmp", "emptyDir": {}}]
    assert {"requests", "limits"} == set(container["resources"])
    assert not {"ports", "livenessProbe", "readinessProbe", "startupProbe"} & set(container)
    assert pod["terminationGracePeriodSeconds"] >= 30


@EVERYWHERE
@pytest.mark.parametrize("component", COMPONENTS)
def test_service_accounts_bring_no_token_of_the_api_server(
    justtrack: Chart, values_files: Values, name: str, component: str
) -> None:
    manifests = justtrack.render(values_files[name, "justtrack-t1"])
    pod = pod_of(manifests, component)

    assert pod["serviceAccountName"] == f"justtrack-t1-{component}"
    assert pod["automountServiceAccountToken"] is False
    account = manifests[f"ServiceAccount/justtrack-t1-{component}"]
    assert account["automountServiceAccountToken"] is False


@EVERYWHERE
@pytest.mark.parametrize("component", COMPONENTS)
def test_images_are_told_not_to_create_resources(
    justtrack: Chart, values_files: Values, name: str, component: str
) -> None:
    env = env_of(justtrack.render(values_files[name, "justtrack-t1"]), component)

    assert env["DX_AUTO_CREATE"] == "false"
    assert env["RESOURCE_LIFECYCLES_CREATE_ENABLED"] == "false"
    assert env["AWS_REGION"] == env["CLOUD_AWS_DEFAULTS_REGION"] == "eu-central-1"
    assert env["ENV"] == env["APP_ENV"] == name
    assert (env["APP_PROJECT"], env["APP_FAMILY"]) == ("justtrack", "devops")
    assert env["APP_NAME"] == component


@EMULATED
@pytest.mark.parametrize("component", COMPONENTS)
def test_emulator_is_reached_at_its_endpoint_with_a_key_by_reference(
    justtrack: Chart, values_files: Values, name: str, component: str
) -> None:
    env = env_of(justtrack.render(values_files[name, "justtrack-t1"]), component)

    assert env["CLOUD_AWS_DEFAULTS_ENDPOINT"] == (
        "http://localstack.devopstest.svc.cluster.local:4566"
    )
    for key in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        assert env[key] == {"secretKeyRef": {"name": "localstack-credentials", "key": key}}


@pytest.mark.parametrize("component", COMPONENTS)
def test_real_aws_has_neither_endpoint_nor_key(
    justtrack: Chart, values_files: Values, component: str
) -> None:
    env = env_of(justtrack.render(values_files["prod", "justtrack-t1"]), component)

    assert not [name for name in env if "ENDPOINT" in name or "KEY" in name]


def test_dev_states_replicas_and_needs_no_keda(justtrack: Chart, values_files: Values) -> None:
    manifests = justtrack.render(values_files["dev", "justtrack-t1"])

    assert manifests["Deployment/justtrack-t1-consumer"]["spec"]["replicas"] == 1
    kinds = {key.split("/")[0] for key in manifests}
    assert kinds.isdisjoint({"ScaledObject", "TriggerAuthentication", "PodDisruptionBudget"})


@SCALED
def test_scaled_deployment_states_no_replicas(
    justtrack: Chart, values_files: Values, name: str
) -> None:
    manifests = justtrack.render(values_files[name, "justtrack-t1"])

    assert "replicas" not in manifests["Deployment/justtrack-t1-consumer"]["spec"]
    assert manifests["Deployment/justtrack-t1-producer"]["spec"]["replicas"] == 2


@SCALED
def test_keda_scales_on_the_queue_that_the_environment_derives(
    justtrack: Chart, values_files: Values, environments: dict[str, Environment], name: str
) -> None:
    environment = environments[name]
    manifests = justtrack.render(values_files[name, "justtrack-t1"])
    scaled = manifests["ScaledObject/justtrack-t1-consumer"]
    (trigger,) = scaled["spec"]["triggers"]
    endpoint = {"awsEndpoint": environment.endpoint} if environment.endpoint else {}

    assert trigger == {
        "type": "aws-sqs-queue",
        "authenticationRef": {"name": "justtrack-t1-consumer"},
        "metadata": {
            "queueURL": environment.queue_urls["queue"],
            "queueLength": str(environment.values["scaling"]["queueLength"]),
            "awsRegion": "eu-central-1",
            **endpoint,
        },
    }
    assert scaled["spec"]["scaleTargetRef"] == {"name": "justtrack-t1-consumer"}
    assert scaled["spec"]["minReplicaCount"] == environment.values["scaling"]["minReplicas"]
    assert scaled["spec"]["maxReplicaCount"] == environment.values["scaling"]["maxReplicas"]
    assert wave_of(scaled) > wave_of(manifests["Deployment/justtrack-t1-consumer"])


def test_keda_uses_the_emulators_key(justtrack: Chart, values_files: Values) -> None:
    manifests = justtrack.render(values_files["staging", "justtrack-t1"])

    assert manifests["TriggerAuthentication/justtrack-t1-consumer"]["spec"] == {
        "secretTargetRef": [
            {
                "parameter": "awsAccessKeyID",
                "name": "localstack-credentials",
                "key": "AWS_ACCESS_KEY_ID",
            },
            {
                "parameter": "awsSecretAccessKey",
                "name": "localstack-credentials",
                "key": "AWS_SECRET_ACCESS_KEY",
            },
        ]
    }


def test_keda_uses_pod_identity_on_real_aws(justtrack: Chart, values_files: Values) -> None:
    manifests = justtrack.render(values_files["prod", "justtrack-t1"])

    assert manifests["TriggerAuthentication/justtrack-t1-consumer"]["spec"] == {
        "podIdentity": {"provider": "aws"}
    }


@SCALED
@pytest.mark.parametrize("component", COMPONENTS)
def test_disruptions_take_one_pod_of_the_component_at_a_time(
    justtrack: Chart, values_files: Values, name: str, component: str
) -> None:
    manifests = justtrack.render(values_files[name, "justtrack-t1"])
    budget = manifests[f"PodDisruptionBudget/justtrack-t1-{component}"]["spec"]
    deployment = manifests[f"Deployment/justtrack-t1-{component}"]["spec"]

    assert budget["maxUnavailable"] == 1
    assert budget["selector"] == deployment["selector"]


@EVERYWHERE
@pytest.mark.parametrize("component", COMPONENTS)
def test_pods_spread_over_zones_and_nodes(
    justtrack: Chart, values_files: Values, name: str, component: str
) -> None:
    manifests = justtrack.render(values_files[name, "justtrack-t1"])
    deployment = manifests[f"Deployment/justtrack-t1-{component}"]["spec"]
    spread = deployment["template"]["spec"]["topologySpreadConstraints"]

    assert [each["topologyKey"] for each in spread] == [
        "topology.kubernetes.io/zone",
        "kubernetes.io/hostname",
    ]
    labels = deployment["template"]["metadata"]["labels"]
    assert all(each["labelSelector"]["matchLabels"] == labels for each in spread)
    assert deployment["selector"]["matchLabels"] == labels


def test_chart_alone_is_the_system_without_an_environment(justtrack: Chart) -> None:
    manifests = justtrack.render({})

    assert len(manifests) == 4
    assert "ENV" not in env_of(manifests, "consumer")


def test_pod_identity_by_role_is_an_annotation(justtrack: Chart) -> None:
    role = {"eks.amazonaws.com/role-arn": "arn:aws:iam::111122223333:role/consumer"}
    manifests = justtrack.render({"consumer": {"serviceAccountAnnotations": role}})

    account = manifests["ServiceAccount/justtrack-t1-consumer"]
    assert account["metadata"]["annotations"] == role
    assert "annotations" not in manifests["ServiceAccount/justtrack-t1-producer"]["metadata"]


@pytest.mark.parametrize("length", [2_000_000, 100_000, 1])
def test_queue_length_is_written_as_digits(justtrack: Chart, length: int) -> None:
    scaling = {"enabled": True, "queueUrl": QUEUE_URL, "queueLength": length}
    if length > 100_000:
        assert justtrack.refusals({"scaling": scaling})
        return
    manifests = justtrack.render({"scaling": scaling})

    (trigger,) = manifests["ScaledObject/justtrack-t1-consumer"]["spec"]["triggers"]
    assert trigger["metadata"]["queueLength"] == str(length)


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"consumers": {}}, "$ additional properties 'consumers' not allowed"),
        ({"consumer": {"replica": 2}}, "$.consumer additional properties 'replica' not allowed"),
        ({"consumer": {"replicas": "2"}}, "$.consumer.replicas got string, want integer"),
        ({"consumer": {"replicas": -1}}, "$.consumer.replicas minimum: got -1, want 0"),
        ({"runAsUser": 0}, "$.runAsUser minimum: got 0, want 1"),
        ({"consumer": {"imagePullPolicy": "Sometimes"}}, "$.consumer.imagePullPolicy value must"),
        ({"consumer": {"image": "consumer"}}, "$.consumer.image 'consumer' does not match"),
        ({"aws": {"endpoint": "localstack:4566"}}, "$.aws.endpoint 'localstack:4566' does not"),
        ({"aws": {"region": "Frankfurt"}}, "$.aws.region 'Frankfurt' does not match pattern"),
        ({"scaling": {"queueUrl": "events"}}, "$.scaling.queueUrl 'events' does not match"),
        ({"scaling": {"enabled": "yes"}}, "$.scaling.enabled got string, want boolean"),
        (
            {"scaling": {"enabled": True}},
            "scaling.queueUrl is required where scaling.enabled is true",
        ),
        (
            {"scaling": {"enabled": True, "queueUrl": QUEUE_URL, "minReplicas": 9}},
            "scaling.maxReplicas (5) is less than scaling.minReplicas (9)",
        ),
    ],
)
def test_wrong_values_are_refused(justtrack: Chart, values: dict[str, Any], refusal: str) -> None:
    (found,) = justtrack.refusals(values)

    assert found.startswith(refusal)
