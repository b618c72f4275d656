"""A chart that takes argo-helm's argocd-apps along, which brings the root."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.commands import Exit, main
from fetching.conftest import pack, serve_index

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from fetching.conftest import Server

TEMPLATE = """{{- range $name, $given := .Values.applications }}
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: {{ $name }}, namespace: argocd}
spec: {{- toYaml $given | nindent 2 }}
{{- end }}
"""
VALUES = """argocd-apps:
  applications:
    web:
      project: default
      source: {repoURL: https://example.org/own.git, path: web}
      destination: {name: in-cluster, namespace: web}
"""


def test_what_makes_the_root_is_fetched_and_then_looked_into(
    server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "own"

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main([*arguments, "--repository", str(folder)])
        return code, *capsys.readouterr()

    (folder / "system").mkdir(parents=True)
    (folder / "web").mkdir()
    (folder / "argowave.toml").write_text("repositories = ['https://example.org/own.git']\n")
    (folder / "system" / "Chart.yaml").write_text(
        "apiVersion: v2\nname: system\nversion: 1.0.0\ndependencies:\n"
        f"- {{name: argocd-apps, version: 2.0.2, repository: '{server.url}'}}\n"
    )
    (folder / "system" / "values.yaml").write_text(VALUES)
    (folder / "web" / "c.yaml").write_text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n")
    files = {
        "argocd-apps/Chart.yaml": "apiVersion: v2\nname: argocd-apps\nversion: 2.0.2\n",
        "argocd-apps/templates/apps.yaml": TEMPLATE,
    }
    server.serve("/argocd-apps-2.0.2.tgz", pack(files))
    entry = {"name": "argocd-apps", "version": "2.0.2", "urls": ["argocd-apps-2.0.2.tgz"]}
    serve_index(server, {"argocd-apps": [entry]})

    before, _, why = run("lint")
    fetched, said, wrong = run("fetch")
    code, out, _ = run("manifests", "web")

    assert before == Exit.COULD_NOT_RUN
    assert why.endswith("argocd-apps 2.0.2: it is not in the cache; run `argowave fetch`\n")
    assert (fetched, wrong) == (Exit.WELL, "")
    assert "argocd-apps 2.0.2" in said
    assert code == Exit.WELL
    assert "name: a" in out
