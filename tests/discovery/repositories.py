"""Repositories of a few files, and the trees that are discovered in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.lint import Ground
from argowave.sources.request import Charts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from argowave.tree import Tree

URL = "https://git.example.com/case.git"
CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"


def application(name: str, path: str) -> str:
    return f"""apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: {name}, namespace: argocd}}
spec:
  source: {{repoURL: {URL}, path: {path}}}
  destination: {{namespace: {name}}}
"""


def write(folder: Path, files: Mapping[str, str | bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def discover_all(folder: Path, files: Mapping[str, str | bytes]) -> list[Tree]:
    write(folder, files)
    ground = Ground(folder, (URL,), Charts(cache=folder / "cache"), processes=1)
    return [plot.load() for plot in ground.discovered("1.36")]


def discover(folder: Path, files: Mapping[str, str | bytes]) -> Tree:
    (tree,) = discover_all(folder, files)
    return tree
