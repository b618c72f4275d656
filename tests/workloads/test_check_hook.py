"""What the hook that runs after every sync promises, where it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from workloads.chart import Chart

Values = dict[tuple[str, str], str]
WITH_IT = pytest.mark.parametrize("name", ["staging", "prod"])


def job_of(chart: Chart, values: dict[str, Any] | str) -> dict[str, Any]:
    return chart.render(values)["Job/justtrack-t1-check"]


def container_of(job: dict[str, Any]) -> dict[str, Any]:
    (container,) = job["spec"]["template"]["spec"]["containers"]
    found: dict[str, Any] = container
    return found


@WITH_IT
def test_a_success_is_cleaned_up_and_a_failure_stays_to_be_read(
    justtrack: Chart, values_files: Values, name: str
) -> None:
    annotations = job_of(justtrack, values_files[name, "justtrack-t1"])["metadata"]["annotations"]

    assert annotations["argocd.argoproj.io/hook"] == "PostSync"
    policies = annotations["argocd.argoproj.io/hook-delete-policy"].split(",")
    assert policies == ["BeforeHookCreation", "HookSucceeded"]


@WITH_IT
def test_it_ends_by_itself_and_runs_with_as_little_as_it_needs(
    justtrack: Chart, values_files: Values, name: str
) -> None:
    spec = job_of(justtrack, values_files[name, "justtrack-t1"])["spec"]
    pod = spec["template"]["spec"]
    container = container_of({"spec": spec})

    assert (spec["activeDeadlineSeconds"], spec["backoffLimit"]) == (600, 1)
    assert pod["restartPolicy"] == "Never"
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["serviceAccountName"] == "justtrack-t1-check"
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert set(container["resources"]) == {"requests", "limits"}


@pytest.mark.parametrize(
    ("name", "ends"),
    [
        ("staging", ["--timeout=120", "--publish"]),
        ("prod", ["--timeout=120", "--observe", "--allow-aws"]),
    ],
)
def test_only_real_aws_is_asked_for_and_only_watched_in_prod(
    justtrack: Chart, values_files: Values, name: str, ends: list[str]
) -> None:
    container = container_of(job_of(justtrack, values_files[name, "justtrack-t1"]))

    assert container["command"] == ["argowave", "flow"]
    assert container["args"] == [
        "--from-cluster",
        "--scope=Cluster",
        "--namespace=devopstest",
        f"--prefix=justtrack-{name}-devops-",
        *ends,
    ]


@pytest.mark.parametrize(
    ("scope", "group", "holder"),
    [
        ("Cluster", "aws.upbound.io", "ClusterRole/devopstest-justtrack-t1-check"),
        ("Namespaced", "aws.m.upbound.io", "Role/justtrack-t1-check"),
    ],
)
def test_it_may_read_managed_resources_and_pods_and_nothing_else(
    justtrack: Chart, scope: str, group: str, holder: str
) -> None:
    check = {"enabled": True, "image": "argowave:1", "managedResources": scope}
    manifests = justtrack.render({"check": check})
    rules = manifests[holder]["rules"]

    managed = [rule for rule in rules if rule["apiGroups"] != [""]]
    assert [(rule["apiGroups"], rule["resources"]) for rule in managed] == [
        ([f"sns.{group}"], ["topics", "topicsubscriptions"]),
        ([f"sqs.{group}"], ["queues", "queuepolicies"]),
        ([f"dynamodb.{group}"], ["tables"]),
    ]
    pods = manifests["Role/justtrack-t1-check"]["rules"][0]
    assert (pods["apiGroups"], pods["resources"]) == ([""], ["pods"])
    assert all(rule["verbs"] == ["get", "list"] for rule in [*rules, pods])
    assert ("ClusterRole/devopstest-justtrack-t1-check" in manifests) is (scope == "Cluster")


def test_without_it_nothing_of_it_is_there(justtrack: Chart) -> None:
    manifests = justtrack.render({})

    assert {key.split("/")[0] for key in manifests} == {"Deployment", "ServiceAccount"}


def test_the_first_cluster_pulls_nothing_that_has_to_be_published_first(
    values_files: Values,
) -> None:
    assert "ghcr.io/example/" not in values_files["dev", "justtrack-t1"]


def test_it_needs_an_image(justtrack: Chart) -> None:
    (refusal,) = justtrack.refusals({"check": {"enabled": True}})

    assert "check.image is required where check.enabled is true" in refusal
