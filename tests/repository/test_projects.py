"""apps/projects/: who is allowed what, and nothing that nobody needs."""

from __future__ import annotations

import fnmatch
import re
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from argowave.manifest import Manifest
    from argowave.tree import Tree

    Render = Callable[[str, str], dict[str, dict[str, Any]]]

ENVIRONMENTS = ["dev", "staging", "prod"]
SCOPES = ["Cluster", "Namespaced"]
# Group and kind of what has no namespace, but for managed resources.
CLUSTER_SCOPED = {
    ("", "Namespace"),
    ("apiextensions.crossplane.io", "ManagedResourceActivationPolicy"),
    ("aws.m.upbound.io", "ClusterProviderConfig"),
    ("aws.upbound.io", "ProviderConfig"),
    ("pkg.crossplane.io", "DeploymentRuntimeConfig"),
    ("pkg.crossplane.io", "Provider"),
    ("rbac.authorization.k8s.io", "ClusterRole"),
    ("rbac.authorization.k8s.io", "ClusterRoleBinding"),
}


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_projects_come_before_every_application(render: Render, environment: str) -> None:
    found = {
        project["metadata"]["name"]: int(wave(project))
        for project in projects(render(environment, "Cluster")).values()
    }

    assert found == {"root": -2, "platform": -1, "infrastructure": -1, "workloads": -1}


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_no_project_allows_everything_of_anything(
    render: Render, environment: str, scope: str
) -> None:
    for project in projects(render(environment, scope)).values():
        spec = project["spec"]
        limits = [
            *spec["sourceRepos"],
            *(entry["server"] for entry in spec["destinations"]),
            *(entry["namespace"] for entry in spec["destinations"]),
            *(entry["group"] for entry in spec.get("clusterResourceWhitelist", [])),
            *(entry["kind"] for entry in spec.get("clusterResourceWhitelist", [])),
            *(entry["group"] for entry in spec.get("namespaceResourceWhitelist", [])),
            *(entry["kind"] for entry in spec.get("namespaceResourceWhitelist", [])),
        ]
        assert not [limit for limit in limits if "*" in limit], project["metadata"]["name"]
        # Without a whitelist Argo CD allows every kind that has a namespace.
        assert spec.get("namespaceResourceWhitelist") or spec.get("namespaceResourceBlacklist") == [
            {"group": "*", "kind": "*"}
        ]
        assert project["metadata"]["name"] != "default"


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_every_application_has_a_project_that_admits_its_source_and_destination(
    render: Render, environment: str
) -> None:
    files = render(environment, "Cluster")
    known = projects(files)

    for app in applications(files):
        spec = app["spec"]
        project = known[spec["project"]]["spec"]
        assert spec["source"]["repoURL"] in project["sourceRepos"], app["metadata"]["name"]
        assert spec["destination"] in project["destinations"], app["metadata"]["name"]


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_a_repository_or_destination_that_nobody_uses_is_not_allowed(
    render: Render, environment: str
) -> None:
    files = render(environment, "Cluster")
    apps = [app["spec"] for app in applications(files)]

    for name, project in projects(files).items():
        own = [spec for spec in apps if spec["project"] == name]
        used = {spec["source"]["repoURL"] for spec in own}
        assert used == set(project["spec"]["sourceRepos"]), name
        namespaces = {spec["destination"]["namespace"] for spec in own}
        if environment != "dev" and name == "platform":
            namespaces |= {"kube-system", "devopstest"}  # KEDA's chart binds Roles there
        assert namespaces == {entry["namespace"] for entry in project["spec"]["destinations"]}


def test_every_manifest_is_of_a_kind_and_a_namespace_that_its_project_admits(tree: Tree) -> None:
    allowed = {
        entry.name: entry.body["spec"] for entry in tree.manifests if entry.kind == "AppProject"
    }
    checked = 0
    for application in tree.applications:
        for manifest in application.manifests:
            assert admits(allowed[application.project], manifest, application.namespace), (
                f"{application.name}: {manifest.subject} of {manifest.group}"
            )
            checked += 1
    assert checked > 25


def test_a_kind_that_no_application_has_is_not_allowed(tree: Tree) -> None:
    for name in ("root", "infrastructure", "workloads"):
        [project] = [
            entry for entry in tree.manifests if (entry.kind, entry.name) == ("AppProject", name)
        ]
        spec = project.body["spec"]
        listed = {
            (entry["group"], entry["kind"])
            for key in ("clusterResourceWhitelist", "namespaceResourceWhitelist")
            for entry in spec.get(key, [])
        }
        used = {
            (manifest.group, manifest.kind)
            for application in tree.applications
            if application.project == name
            for manifest in application.manifests
        }
        assert listed == used, name


def test_the_project_of_the_root_outlives_it(render: Render) -> None:
    project = render("dev", "Cluster")["apps/projects/root.yaml"]

    options = project["metadata"]["annotations"]["argocd.argoproj.io/sync-options"]
    assert set(options.split(",")) == {"Prune=false", "Delete=false"}


def admits(spec: dict[str, Any], manifest: Manifest, namespace: str) -> bool:
    """Tell whether an AppProject allows an object, by the rules of Argo CD's own."""
    kind = (manifest.group, manifest.kind)
    if kind in CLUSTER_SCOPED or re.fullmatch(r"\w+\.aws\.upbound\.io", manifest.group):
        return any(
            (entry["group"], entry["kind"]) == kind
            and fnmatch.fnmatchcase(manifest.name, entry.get("name", "*"))
            for entry in spec.get("clusterResourceWhitelist", [])
        )
    listed = {
        (entry["group"], entry["kind"]) for entry in spec.get("namespaceResourceWhitelist", [])
    }
    allowed = {entry["namespace"] for entry in spec["destinations"]}
    return kind in listed and (manifest.namespace or namespace) in allowed


def applications(files: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    found = [body for body in files.values() if body.get("kind") == "Application"]
    assert len(found) > 8
    return found


def projects(files: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {
        body["metadata"]["name"]: body
        for body in files.values()
        if body.get("kind") == "AppProject"
    }


def wave(body: dict[str, Any]) -> str:
    value: str = body["metadata"]["annotations"]["argocd.argoproj.io/sync-wave"]
    return value
