"""apps/: what comes when, and what Argo CD is told about each sync."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from argowave.tree import Tree

    Render = Callable[[str, str], dict[str, dict[str, Any]]]

ENVIRONMENTS = ["dev", "staging", "prod"]
WAVES = {
    "argocd": 0,
    "namespace": 1,
    "crossplane": 1,
    "ingress-nginx": 1,
    "keda": 1,
    "crossplane-providers": 2,
    "localstack": 2,
    "provider-config": 3,
    "pipeline": 4,
    "justtrack-t1": 5,
    "dynamodb-admin": 5,
}
ABSENT = {"dev": {"keda"}, "staging": set(), "prod": {"localstack", "dynamodb-admin"}}


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_applications_come_in_the_designed_order(render: Render, environment: str) -> None:
    waves = {
        app["metadata"]["name"]: int(wave(app))
        for app in applications(render(environment, "Cluster"))
        if app["metadata"]["name"] != "root"
    }

    assert waves == {name: wave for name, wave in WAVES.items() if name not in ABSENT[environment]}


def test_the_tree_has_no_fault(tree: Tree) -> None:
    assert [str(finding) for finding in tree.all_findings] == []


def test_no_manifest_belongs_to_two_applications(tree: Tree) -> None:
    seen: dict[tuple[str, str, str, str], str] = {}
    for application in tree.applications:
        for manifest in application.manifests:
            namespace = manifest.namespace or application.namespace
            key = (manifest.group, manifest.kind, namespace, manifest.name)
            assert seen.setdefault(key, application.name) == application.name, key


def test_everything_that_is_rendered_is_applied_by_some_application(
    tree: Tree, repository: Path
) -> None:
    folder = repository / "environments" / tree.environment / "rendered"

    applied = {manifest.document.source for manifest in tree.manifests}
    applied |= {piece.source for app in tree.applications for piece in app.partial}
    applied |= {file for app in tree.applications for file in app.files}
    rendered = {path.relative_to(repository).as_posix() for path in folder.rglob("*.yaml")}
    left = {path for path in rendered - applied if not path.endswith("kustomization.yaml")}
    assert left == set()


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_every_application_prunes_heals_and_retries_with_the_newest_revision(
    render: Render, environment: str
) -> None:
    for app in applications(render(environment, "Cluster")):
        policy = app["spec"]["syncPolicy"]
        assert policy["automated"] == {"prune": True, "selfHeal": True}
        assert policy["retry"]["refresh"] is True
        assert policy["retry"]["limit"] < 0  # without end: a cold cluster comes up by itself
        assert set(policy["retry"]["backoff"]) == {"duration", "factor", "maxDuration"}


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_deleting_an_application_deletes_what_it_made_except_for_argo_cd(
    render: Render, environment: str
) -> None:
    finalizers = {
        app["metadata"]["name"]: app["metadata"].get("finalizers")
        for app in applications(render(environment, "Cluster"))
    }

    assert finalizers.pop("argocd") is None
    assert {tuple(each) for each in finalizers.values()} == {
        ("resources-finalizer.argocd.argoproj.io",)
    }


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_a_kind_that_comes_later_does_not_stop_the_dry_run(
    render: Render, environment: str
) -> None:
    options = sync_options(render(environment, "Cluster"))

    for name in ("crossplane-providers", "provider-config", "pipeline"):
        assert "SkipDryRunOnMissingResource=true" in options[name], name


def test_definitions_larger_than_an_annotation_are_applied_by_the_server(render: Render) -> None:
    options = sync_options(render("prod", "Cluster"))

    assert "ServerSideApply=true" in options["argocd"]
    assert "ServerSideApply=true" in options["keda"]


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_the_root_reads_every_application_but_itself(render: Render, environment: str) -> None:
    source = render(environment, "Cluster")["apps/root.yaml"]["spec"]["source"]

    assert source["path"] == f"environments/{environment}/rendered/apps"
    assert source["directory"] == {"recurse": True, "exclude": "root.yaml"}


def test_crossplane_activates_only_what_the_policy_in_git_names(render: Render) -> None:
    app = render("dev", "Cluster")["apps/crossplane.yaml"]

    values = app["spec"]["source"]["helm"]["valuesObject"]
    assert values["provider"]["defaultActivations"] == []


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_charts_of_others_have_the_versions_of_the_environment(
    render: Render, environment: str
) -> None:
    sources = [app["spec"]["source"] for app in applications(render(environment, "Cluster"))]

    charts = {source["chart"]: source["targetRevision"] for source in sources if "chart" in source}
    assert charts.pop("keda", "2.20.2") == "2.20.2"
    assert charts == {"crossplane": "2.3.4", "ingress-nginx": "4.15.1"}


def test_a_client_keeps_its_own_address_on_the_way_to_the_ingress(render: Render) -> None:
    app = render("staging", "Cluster")["apps/ingress-nginx.yaml"]

    controller = app["spec"]["source"]["helm"]["valuesObject"]["controller"]
    assert controller["service"]["externalTrafficPolicy"] == "Local"
    assert controller["replicaCount"] == 2


def test_names_accounts_and_hosts_are_typed_in_environments_only(repository: Path) -> None:
    typed = re.compile(
        r"justtrack-(dev|staging|prod)|\b\d{12}\b|eu-central-1|domain\.tld|git\.example\.com"
        r"|devopstest\b(?!-)|v2\.6\.0|v3\.5\.1|:4566"
    )
    templates = [
        path
        for folder in ("apps", "infra", "workloads/values")
        for path in (repository / folder).rglob("*.yaml")
    ]
    assert len(templates) > 30
    found = [
        f"{path.relative_to(repository)}: {line.strip()}"
        for path in templates
        for line in path.read_text(encoding="utf-8").splitlines()
        if typed.search(line) and not line.startswith("#")
    ]
    assert found == []


@pytest.mark.parametrize("folder", ["apps", "infra"])
def test_every_template_is_one_object_with_its_keys_in_order(repository: Path, folder: str) -> None:
    paths = sorted((repository / folder).rglob("*.yaml"))
    assert paths
    for path in paths:
        text = path.read_text(encoding="utf-8")
        keys = re.findall(r"^(apiVersion|kind|metadata|spec):", text, re.MULTILINE)
        assert "\n---" not in text, path
        order = ["apiVersion", "kind", "metadata", "spec"]
        # A kind that differs between the two scopes is written twice.
        assert list(dict.fromkeys(keys)) == [key for key in order if key in keys], path


def applications(files: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    found = [body for body in files.values() if body.get("kind") == "Application"]
    assert len(found) > 8
    return found


def sync_options(files: dict[str, dict[str, Any]]) -> dict[str, list[str]]:
    return {
        app["metadata"]["name"]: app["spec"]["syncPolicy"].get("syncOptions", [])
        for app in applications(files)
    }


def wave(body: dict[str, Any]) -> str:
    value: str = body["metadata"]["annotations"]["argocd.argoproj.io/sync-wave"]
    return value
