"""Several Argo CD instances in one repository."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from argowave.commands import main
from argowave.lint import Ground
from argowave.sources.request import Charts

if TYPE_CHECKING:
    from pathlib import Path


URL = "https://git.example.com/case.git"
CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"


def application(name: str, path: str, *, server: str = "https://kubernetes.default.svc") -> str:
    return f"""apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: {name}, namespace: argocd}}
spec:
  source: {{repoURL: {URL}, path: {path}}}
  destination: {{namespace: {name}, server: {server}}}
"""


def instances(folder: Path, files: dict[str, str]) -> dict[str, list[str]]:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    ground = Ground(folder, (URL,), Charts(cache=folder / "cache"), processes=1)
    return {
        plot.name: [" → ".join(each.chain) for each in plot.load().applications]
        for plot in ground.discovered("1.36")
    }


def test_folders_with_the_same_applications_are_instances_of_their_own(tmp_path: Path) -> None:
    files = {
        "clusters/dev/web.yaml": application("web", "web"),
        "clusters/dev/only.yaml": application("only", "web"),
        "clusters/prod/apps/web.yaml": application("web", "web"),
        "web/c.yaml": CONFIG,
    }

    assert instances(tmp_path, files) == {"dev": ["only", "web"], "prod": ["web"]}


def test_what_stands_beside_the_folders_belongs_to_each_instance(tmp_path: Path) -> None:
    files = {
        "clusters/dev/web.yaml": application("web", "web"),
        "clusters/prod/web.yaml": application("web", "web"),
        "shared/monitoring.yaml": application("monitoring", "web"),
        "web/c.yaml": CONFIG,
    }

    assert instances(tmp_path, files) == {
        "dev": ["monitoring", "web"],
        "prod": ["monitoring", "web"],
    }


def test_roots_that_lead_to_applications_of_one_name_are_told_apart(tmp_path: Path) -> None:
    files = {
        "roots/dev/root.yaml": application("root-dev", "overlays/dev"),
        "roots/prod/root.yaml": application("root-prod", "overlays/prod"),
        "overlays/dev/web.yaml": application("web", "web"),
        "overlays/prod/web.yaml": application("web", "web"),
        "web/c.yaml": CONFIG,
    }

    assert instances(tmp_path, files) == {
        "dev": ["root-dev", "root-dev → web"],
        "prod": ["root-prod", "root-prod → web"],
    }


def test_regions_and_stages_are_told_apart_one_after_the_other(tmp_path: Path) -> None:
    files = {
        f"{region}/{stage}/web.yaml": application("web", "web")
        for region in ("eu", "us")
        for stage in ("dev", "prod")
    } | {"web/c.yaml": CONFIG}

    assert list(instances(tmp_path, files)) == ["eu-dev", "eu-prod", "us-dev", "us-prod"]


def test_one_name_for_two_clusters_is_one_instance_with_a_mistake(tmp_path: Path) -> None:
    files = {
        "clusters/dev/web.yaml": application("web", "web", server="https://dev.example.com"),
        "clusters/prod/web.yaml": application("web", "web", server="https://prod.example.com"),
        "web/c.yaml": CONFIG,
    }

    assert list(instances(tmp_path, files)) == [tmp_path.name]


def test_two_files_of_one_folder_are_one_instance(tmp_path: Path) -> None:
    files = {
        "apps/a.yaml": application("web", "web"),
        "apps/b.yaml": application("web", "web"),
        "web/c.yaml": CONFIG,
    }

    assert list(instances(tmp_path, files)) == [tmp_path.name]


def test_what_is_wrong_for_several_instances_at_one_place_is_said_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = "  syncPolicy: {automated: {prune: true}}\n"
    for name in ("dev", "prod"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "root.yaml").write_text(application("root", "shared") + policy)
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "web.yaml").write_text(application("web", "web") + policy)
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "a.yaml").write_text(CONFIG)
    main(["lint", "--no-cache", "--repository", str(tmp_path)])
    lines = capsys.readouterr().out.splitlines()

    for rule in ("default-project", "application-finalizer"):
        said = [each for each in lines if each.startswith("shared/web.yaml") and rule in each]
        assert [each.rpartition(" (")[2] for each in said] == [
            f"{rule}, warning) [dev/root, prod/root]"
        ]


AZURE = "https://dev.azure.com/team/project/_git/case"


def test_roots_of_one_name_in_files_for_clusters_are_told_apart(tmp_path: Path) -> None:
    files = {
        "boot/dev.yaml": application("root", "clusters/dev"),
        "boot/prod.yaml": application("root", "clusters/prod"),
        "boot/shared.yaml": application("shared", "web"),
        "clusters/dev/web.yaml": application("web", "web"),
        "clusters/prod/web.yaml": application("web", "web"),
        "web/c.yaml": CONFIG,
    }

    assert instances(tmp_path, files) == {
        "dev": ["shared", "root", "root → web"],
        "prod": ["shared", "root", "root → web"],
    }


def test_roots_in_files_for_clusters_that_lead_to_one_name_are_told_apart(tmp_path: Path) -> None:
    files = {
        "root-dev.yaml": application("root-dev", "clusters/dev"),
        "root-prod.yaml": application("root-prod", "clusters/prod"),
        "clusters/dev/web.yaml": application("web", "web"),
        "clusters/prod/web.yaml": application("web", "web"),
        "web/c.yaml": CONFIG,
    }

    assert instances(
        tmp_path, {name: text.replace(URL, AZURE) for name, text in files.items()}
    ) == {
        "root-dev": ["root-dev", "root-dev → web"],
        "root-prod": ["root-prod", "root-prod → web"],
    }


def test_files_that_hold_the_same_applications_of_other_paths_are_told_apart(
    tmp_path: Path,
) -> None:
    files = {
        f"apps/{name}.yaml": "---\n".join(
            application(each, f"{each}/{name}") for each in ("web", "api")
        )
        for name in ("alpha", "beta")
    }

    assert list(instances(tmp_path, files | {"web/alpha/c.yaml": CONFIG})) == ["alpha", "beta"]


@pytest.mark.parametrize("name", ["web", "api", "products"])
def test_a_name_that_was_copied_with_its_file_is_a_mistake(tmp_path: Path, name: str) -> None:
    files = {
        "apps/web.yaml": application(name, "web"),
        "apps/products.yaml": application(name, "products"),
        "web/c.yaml": CONFIG,
        "products/c.yaml": CONFIG,
    }

    assert list(instances(tmp_path, files)) == [tmp_path.name]
