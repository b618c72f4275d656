"""What DynamoDB Admin's chart promises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from argowave.environment import Environment
    from workloads.chart import Chart

Values = dict[tuple[str, str], str]
EMULATED = pytest.mark.parametrize("name", ["dev", "staging"])


def container_of(manifests: dict[str, dict[str, Any]]) -> dict[str, Any]:
    pod = manifests["Deployment/dynamodb-admin"]["spec"]["template"]["spec"]
    container: dict[str, Any] = pod["containers"][0]
    return container


def test_real_aws_has_no_admin_page(values_files: Values) -> None:
    assert sorted(name for name, chart in values_files if chart == "dynamodb-admin") == [
        "dev",
        "staging",
    ]


@EMULATED
def test_it_asks_the_region_that_the_table_is_in(
    dynamodb_admin: Chart, values_files: Values, environments: dict[str, Environment], name: str
) -> None:
    container = container_of(dynamodb_admin.render(values_files[name, "dynamodb-admin"]))
    env = {entry["name"]: entry.get("value", entry.get("valueFrom")) for entry in container["env"]}
    key = {"name": "localstack-credentials"}

    assert env == {
        "HOST": "0.0.0.0",  # noqa: S104 (inside the pod)
        "PORT": "8001",
        "DYNAMO_ENDPOINT": environments[name].endpoint,
        "AWS_REGION": environments[name].values["aws"]["region"],
        "AWS_ACCESS_KEY_ID": {"secretKeyRef": {**key, "key": "AWS_ACCESS_KEY_ID"}},
        "AWS_SECRET_ACCESS_KEY": {"secretKeyRef": {**key, "key": "AWS_SECRET_ACCESS_KEY"}},
    }


@EMULATED
def test_image_is_pinned(dynamodb_admin: Chart, values_files: Values, name: str) -> None:
    container = container_of(dynamodb_admin.render(values_files[name, "dynamodb-admin"]))

    assert container["image"] == "aaronshaf/dynamodb-admin:5.3.3"


@EMULATED
def test_ingress_leads_to_the_page_for_allowed_sources_only(
    dynamodb_admin: Chart, values_files: Values, environments: dict[str, Environment], name: str
) -> None:
    values = environments[name].values
    manifests = dynamodb_admin.render(values_files[name, "dynamodb-admin"])
    ingress = manifests["Ingress/dynamodb-admin"]
    (rule,) = ingress["spec"]["rules"]
    (path,) = rule["http"]["paths"]

    assert rule["host"] == f"dynamodb.{values['domain']}"
    assert ingress["spec"]["ingressClassName"] == "nginx"
    assert ingress["metadata"]["annotations"] == {
        "nginx.ingress.kubernetes.io/whitelist-source-range": ",".join(
            values["localstack"]["allowedSources"]
        )
    }
    assert path["backend"] == {"service": {"name": "dynamodb-admin", "port": {"name": "http"}}}
    (port,) = manifests["Service/dynamodb-admin"]["spec"]["ports"]
    assert port["name"] == "http"
    (named,) = container_of(manifests)["ports"]
    assert port["targetPort"] == named["name"]
    assert named["containerPort"] == 8001


def test_restarts_do_not_depend_on_the_emulator(dynamodb_admin: Chart) -> None:
    container = container_of(dynamodb_admin.render({}))

    assert container["readinessProbe"]["httpGet"] == {"path": "/api/tables", "port": "http"}
    assert container["livenessProbe"]["tcpSocket"] == {"port": "http"}


def test_pod_runs_with_as_little_as_it_needs(dynamodb_admin: Chart) -> None:
    manifests = dynamodb_admin.render({})
    pod = manifests["Deployment/dynamodb-admin"]["spec"]["template"]["spec"]
    security = container_of(manifests)["securityContext"]

    assert pod["automountServiceAccountToken"] is False
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["runAsUser"] == 1000
    assert security["readOnlyRootFilesystem"] is True
    assert security["capabilities"] == {"drop": ["ALL"]}
    assert manifests["ServiceAccount/dynamodb-admin"]["automountServiceAccountToken"] is False


def test_without_a_host_there_is_no_ingress(dynamodb_admin: Chart) -> None:
    assert not [key for key in dynamodb_admin.render({}) if key.startswith("Ingress/")]


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"aws": {"endpoint": ""}}, "$.aws.endpoint '' does not match pattern"),
        ({"aws": {"credentialsSecret": ""}}, "$.aws.credentialsSecret '' does not match pattern"),
        ({"image": "aaronshaf/dynamodb-admin"}, "$.image 'aaronshaf/dynamodb-admin' does not"),
        ({"ingress": {"host": "not a host"}}, "$.ingress.host 'not a host' does not match"),
        ({"ingress": {"allowedSources": ["home"]}}, "$.ingress.allowedSources[0] 'home' does"),
        ({"ingres": {}}, "$ additional properties 'ingres' not allowed"),
    ],
)
def test_wrong_values_are_refused(
    dynamodb_admin: Chart, values: dict[str, Any], refusal: str
) -> None:
    (found,) = dynamodb_admin.refusals(values)

    assert found.startswith(refusal)
