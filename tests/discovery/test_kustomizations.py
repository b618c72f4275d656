"""Kustomizations that no Application renders: people apply them with `kubectl apply -k`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from argowave.sources.request import NotChecked
from discovery.repositories import CONFIG, URL, application, discover_all
from programs_here import needs_kustomize

if TYPE_CHECKING:
    from pathlib import Path


NAMESPACE = "apiVersion: v1\nkind: Namespace\nmetadata: {name: web}\n"


def path_patch(path: str) -> str:
    return f"""patches:
  - target: {{kind: Application}}
    patch: |-
      - {{op: replace, path: /spec/source/path, value: {path}}}
"""


def by_hand(folder: str) -> str:
    return f"kustomization {folder} was taken to be applied by hand, as no Application renders it"


@needs_kustomize
def test_what_a_kustomization_builds_is_applied_and_not_the_files_it_is_made_of(
    tmp_path: Path,
) -> None:
    files = {
        "kustomization.yaml": "resources: [root.yaml, namespace.yaml]\n" + path_patch("web"),
        "root.yaml": application("root", "CHANGED"),
        "namespace.yaml": NAMESPACE,
        "web/c.yaml": CONFIG,
    }
    (tree,) = discover_all(tmp_path, files)

    assert sorted(each.subject for each in tree.entry) == ["Application/root", "Namespace/web"]
    (root,) = tree.applications
    assert [each.subject for each in root.manifests] == ["ConfigMap/a"]
    assert tree.all_findings == ()
    assert tree.assumptions == (by_hand("."),)


@needs_kustomize
def test_what_a_kustomization_leaves_as_it_is_keeps_its_lines(tmp_path: Path) -> None:
    files = {
        "bootstrap/kustomization.yaml": "resources: [web.yaml]\n",
        "bootstrap/web.yaml": "---\n" + application("web", "missing"),
    }
    (tree,) = discover_all(tmp_path, files)

    (finding,) = tree.all_findings
    assert (finding.path, finding.line) == ("bootstrap/web.yaml", 6)
    assert finding.message == "the path missing does not exist"


@needs_kustomize
def test_overlays_of_one_base_are_instances_and_the_base_is_none(tmp_path: Path) -> None:
    files = {
        "base/kustomization.yaml": "resources: [web.yaml]\n",
        "base/web.yaml": application("web", "CHANGED"),
        **{
            f"overlays/{name}/kustomization.yaml": "resources: [../../base]\n"
            + path_patch(f"web/{name}")
            for name in ("dev", "prod")
        },
        "web/dev/c.yaml": CONFIG,
        "web/prod/c.yaml": CONFIG.replace("name: a", "name: b"),
    }
    trees = discover_all(tmp_path, files)

    assert [
        (tree.environment, [each.subject for each in tree.applications[0].manifests])
        for tree in trees
    ] == [("dev", ["ConfigMap/a"]), ("prod", ["ConfigMap/b"])]
    assert [tree.all_findings for tree in trees] == [(), ()]
    assert [tree.assumptions for tree in trees] == [
        (by_hand("overlays/dev"),),
        (by_hand("overlays/prod"),),
    ]


@needs_kustomize
def test_overlays_for_clusters_elsewhere_are_instances_too(tmp_path: Path) -> None:
    elsewhere = application("web", "web").replace("{namespace", "{name: far, namespace")
    files = {
        "base/kustomization.yaml": "resources: [web.yaml]\n",
        "base/web.yaml": elsewhere,
        "dev/kustomization.yaml": "resources: [../base]\n",
        "prod/kustomization.yaml": "resources: [../base]\n",
        "web/c.yaml": CONFIG,
    }

    assert [tree.environment for tree in discover_all(tmp_path, files)] == ["dev", "prod"]


@needs_kustomize
def test_a_kustomization_that_an_application_renders_is_not_applied_by_hand(
    tmp_path: Path,
) -> None:
    files = {
        "root.yaml": application("root", "apps"),
        "apps/kustomization.yaml": "resources: [../base]\n",
        "base/kustomization.yaml": "resources: [web.yaml]\n",
        "base/web.yaml": application("web", "web"),
        "web/c.yaml": CONFIG,
    }
    (tree,) = discover_all(tmp_path, files)

    assert [each.chain for each in tree.applications] == [("root",), ("root", "web")]
    assert tree.assumptions == ()


@needs_kustomize
def test_a_kustomization_without_objects_of_argo_cd_is_left_alone(tmp_path: Path) -> None:
    files = {
        "root.yaml": application("root", "web"),
        "web/c.yaml": CONFIG,
        "other/kustomization.yaml": "resources: [missing.yaml]\n",
    }
    (tree,) = discover_all(tmp_path, files)

    assert (tree.assumptions, tree.all_findings, tree.not_checked) == ((), (), ())


def test_of_a_kustomization_that_needs_the_network_the_plain_files_are_looked_at(
    tmp_path: Path,
) -> None:
    install = "https://example.com/install.yaml"
    files = {
        "bootstrap/kustomization.yaml": f"resources: [{install}, root.yaml]\n",
        "bootstrap/root.yaml": application("root", "web"),
        "web/c.yaml": CONFIG,
    }
    (tree,) = discover_all(tmp_path, files)

    assert [each.subject for each in tree.entry] == ["Application/root"]
    assert tree.not_checked == (
        NotChecked(
            "kustomize bootstrap",
            f"it takes {install} from the network: it is not in the cache; run `argowave fetch`",
        ),
    )
    assert tree.assumptions == ()


def test_without_a_program_the_plain_files_are_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    files = {
        "kustomization.yaml": "resources: [root.yaml]\n",
        "root.yaml": application("root", "web"),
        "web/c.yaml": CONFIG,
    }
    (tree,) = discover_all(tmp_path, files)

    assert [each.name for each in tree.applications] == ["root"]
    assert tree.not_checked == (
        NotChecked("kustomize .", "neither kustomize nor kubectl is on the PATH"),
    )


def test_a_kustomization_that_names_a_missing_file_is_a_finding(tmp_path: Path) -> None:
    files = {
        "bootstrap/kustomization.yaml": "resources:\n  - root.yaml\n  - missing.yaml\n",
        "bootstrap/root.yaml": application("root", "web"),
        "web/c.yaml": CONFIG,
    }
    (tree,) = discover_all(tmp_path, files)

    assert [each.name for each in tree.applications] == ["root"]
    (finding,) = tree.all_findings
    assert (finding.path, finding.line) == ("bootstrap/kustomization.yaml", 3)
    assert finding.message == "missing.yaml does not exist"


@pytest.mark.parametrize("resources", ["[.]", "[../one]", "[null, 3, {a: b}]", "text", "['\\0']"])
def test_a_strange_kustomization_does_no_harm(tmp_path: Path, resources: str) -> None:
    files = {
        "one/kustomization.yaml": f"resources: {resources}\n",
        "two/kustomization.yaml": "resources: [../one, root.yaml]\n",
        "two/root.yaml": application("root", "web"),
        "web/c.yaml": CONFIG,
    }
    (tree,) = discover_all(tmp_path, files)

    assert [each.name for each in tree.applications] == ["root"]


def test_without_a_program_a_base_that_leads_to_nothing_as_it_stands_is_not_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    files = {
        "base/kustomization.yaml": "resources: [web.yaml, good.yaml]\n",
        "base/web.yaml": application("web", "TO/BE/CHANGED"),
        "base/good.yaml": application("good", "web"),
        "prod/kustomization.yaml": "resources: [../base]\n" + path_patch("web"),
        "web/c.yaml": CONFIG,
    }
    (tree,) = discover_all(tmp_path, files)

    assert [each.name for each in tree.applications] == ["good"]
    assert tree.all_findings == ()
    assert tree.not_checked == (
        NotChecked("kustomize prod", "neither kustomize nor kubectl is on the PATH"),
        NotChecked(
            "Application/web in base/web.yaml", "kustomization prod changes it, and was not built"
        ),
    )


def test_without_a_program_what_a_kustomization_leaves_as_it_is_stays_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    files = {
        "kustomization.yaml": "resources: [web.yaml]\nlabels: [{pairs: {a: b}}]\n",
        "web.yaml": application("web", "missing"),
    }
    (tree,) = discover_all(tmp_path, files)

    assert [found.message for found in tree.all_findings] == ["the path missing does not exist"]


@needs_kustomize
def test_a_kustomization_is_applied_as_a_whole(tmp_path: Path) -> None:
    files = {
        "kustomization.yaml": "resources: [dev.yaml, prod.yaml]\n",
        "dev.yaml": application("root-dev", "clusters/dev"),
        "prod.yaml": application("root-prod", "clusters/prod"),
        "clusters/dev/web.yaml": application("web", "web"),
        "clusters/prod/web.yaml": application("web", "web"),
        "web/c.yaml": CONFIG,
    }

    assert len(discover_all(tmp_path, files)) == 1


@needs_kustomize
def test_an_application_whose_url_is_still_to_be_filled_in_renders_none(tmp_path: Path) -> None:
    files = {
        "terraform/root.yaml": application("root", "apps").replace(URL, "${repository}"),
        "apps/kustomization.yaml": f"resources: [web.yaml]\n{path_patch('web')}",
        "apps/web.yaml": application("web", "wep"),
        "web/a.yaml": CONFIG,
    }
    (tree,) = discover_all(tmp_path, files)
    found = {each.name: each for each in tree.applications}

    assert by_hand("apps") in tree.assumptions
    assert [each.subject for each in found["web"].manifests] == ["ConfigMap/a"]
