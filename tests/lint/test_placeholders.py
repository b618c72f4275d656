"""What argocd-vault-plugin fills in is not judged as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from argowave.commands import main

if TYPE_CHECKING:
    from pathlib import Path

ROOT = """apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: root, namespace: argocd}
spec:
  project: default
  source: {repoURL: https://git.example.com/case.git, path: web, targetRevision: main}
  destination: {server: https://kubernetes.default.svc, namespace: web}
"""
OPAQUE = "apiVersion: v1\nkind: Secret\nmetadata: {{name: a{more}}}\ndata: {{word: {word}}}\n"
MARKED = ", annotations: {avp.kubernetes.io/path: kv/a}"
DEPLOYMENT = """apiVersion: apps/v1
kind: Deployment
metadata: {name: a}
spec:
  replicas: <path:kv/data/a#replicas>
  selector: {matchLabels: {app: a}}
  template:
    metadata: {labels: {app: a}}
    spec: {containers: [{name: a, image: "a:1.2.3"}]}
"""


def schema_findings(
    folder: Path, capsys: pytest.CaptureFixture[str], manifest: str
) -> tuple[list[str], list[str]]:
    (folder / "web").mkdir()
    (folder / "web" / "a.yaml").write_text(manifest, "utf-8")
    (folder / "root.yaml").write_text(ROOT, "utf-8")
    main(["lint", "--repository", str(folder), "--no-cache"])
    lines = capsys.readouterr().out.splitlines()
    counted = [each for each in lines if each.startswith(("2 manifests", "not checked"))]
    return [line for line in lines if "(schema, error)" in line], counted


@pytest.mark.parametrize(
    "manifest",
    [
        OPAQUE.format(word="<path:kv/data/a#word | base64encode>", more=""),
        OPAQUE.format(word="<word | base64encode>", more=MARKED),
        DEPLOYMENT,
    ],
)
def test_a_placeholder_is_no_fault_of_the_schema(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], manifest: str
) -> None:
    found, counted = schema_findings(tmp_path, capsys, manifest)

    assert found == []
    why = "argocd-vault-plugin fills in what is there when Argo CD generates manifests"
    assert counted == [
        f"not checked: 1 value: {why} [{tmp_path.name}]",
        "2 manifests in 2 files: 2 valid, 0 invalid, 0 skipped",
    ]


@pytest.mark.parametrize(("word", "more"), [("<word>", ""), ("a word", MARKED)])
def test_what_no_plugin_knows_is_judged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], word: str, more: str
) -> None:
    found, _ = schema_findings(tmp_path, capsys, OPAQUE.format(word=word, more=more))

    where = f"(schema, error) [{tmp_path.name}/root]"
    assert found == [f"web/a.yaml:4 Secret/a $.data.word: is a string, it must be base64 {where}"]
