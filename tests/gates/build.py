"""Resources, and trees of a few files, for the tests of gates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.lint import Ground
from argowave.manifest import Manifest
from argowave.resources import IN_CLUSTER, Key, Resource
from argowave.sources.request import Charts
from argowave.yamlio import Document, read_documents

if TYPE_CHECKING:
    from pathlib import Path

    from argowave.tree import Tree

URL = "https://git.example.com/case.git"


def resource_of(text: str) -> Resource:
    [document] = read_documents(text.encode(), "case.yaml")
    assert isinstance(document, Document)
    manifest = Manifest(document)
    key = Key(IN_CLUSTER, manifest.group, manifest.kind, "case", manifest.name)
    return Resource(manifest, key, None, manifest.body)


def one_of(api_version: str, kind: str, spec: str = "{}") -> Resource:
    return resource_of(
        f"apiVersion: {api_version}\nkind: {kind}\nmetadata: {{name: a}}\nspec: {spec}\n"
    )


def application(name: str, wave: int = 0, path: str = "", extra: str = "") -> str:
    return f"""apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: {name}
  namespace: argocd
  annotations: {{argocd.argoproj.io/sync-wave: "{wave}"}}
spec:
  project: default
  source: {{repoURL: {URL}, path: {path or name}, targetRevision: v1.0.0}}
  destination: {{server: https://kubernetes.default.svc, namespace: {name}}}
  syncPolicy: {{automated: {{}}}}
{extra}"""


def grow(folder: Path, files: dict[str, str]) -> Tree:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    ground = Ground(folder, (URL,), Charts(cache=folder / "cache"), processes=1)
    return ground.root(folder / "root.yaml", "1.36").load()
