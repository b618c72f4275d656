"""kustomize.buildOptions, found in the tree that is built with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from argowave.applicationsets import WorkingTree
from argowave.sources.pool import generate_all
from argowave.sources.request import Charts
from argowave.tree import Surroundings, load_tree
from programs_here import needs_kustomize

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from argowave.sources.request import Generated, ManifestRequest

URL = "https://example.org/own.git"
FREE = "--load-restrictor LoadRestrictionsNone"


def application(name: str, path: str) -> str:
    return (
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\n"
        f"metadata: {{name: {name}, namespace: argocd}}\n"
        f"spec: {{project: default, source: {{repoURL: '{URL}', path: {path}}}}}\n"
    )


@needs_kustomize
@pytest.mark.parametrize(
    "settings",
    [
        (
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: argocd-cm}\n"
            f"data: {{kustomize.buildOptions: '{FREE}'}}\n"
        ),
        (
            "apiVersion: argoproj.io/v1alpha1\nkind: Application\n"
            "metadata: {name: argo-cd, namespace: argocd}\n"
            "spec:\n  project: default\n  source:\n    repoURL: https://example.org/charts\n"
            "    chart: argo-cd\n    targetRevision: 9.0.0\n    helm:\n      values: |\n"
            f"        configs: {{cm: {{kustomize.buildOptions: {FREE}}}}}\n"
        ),
    ],
    ids=["ConfigMap", "chart"],
)
def test_what_argocd_cm_states_is_built_with(settings: str, tmp_path: Path) -> None:
    files = {
        "root.yaml": application("root", "apps"),
        "apps/settings.yaml": settings,
        "apps/over.yaml": application("over", "over"),
        "over/kustomization.yaml": "configMapGenerator: [{name: a, files: [../word]}]\n",
        "word": "x",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    asked: list[str] = []

    def generate(requests: Sequence[ManifestRequest]) -> list[Generated]:
        asked.extend(each.application for each in requests)
        return generate_all(requests, processes=1)

    tree = load_tree(
        tmp_path / "root.yaml",
        Surroundings(
            repository=tmp_path,
            environment="dev",
            kubernetes_version="1.36",
            own_urls=frozenset({"example.org/own"}),
            charts=Charts(cache=tmp_path / "charts"),
            working_tree=WorkingTree(tmp_path),
        ),
        generate,
    )

    assert tree.all_findings == ()
    built = next(app for app in tree.applications if app.name == "over")
    assert [manifest.body["data"] for manifest in built.manifests] == [{"word": "x"}]
    assert asked.count("over") == 2
    assert asked.count("root") == 1
