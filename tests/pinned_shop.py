"""Applications and an ApplicationSet that take a repository at some revision, and its lint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.commands import main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

URL = "https://git.example.com/team/shop.git"
HOME = "git.example.com/team/shop"
APPLICATION = """apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: {name}, namespace: argocd}}
spec:
  project: shop
  destination: {{server: https://kubernetes.default.svc, namespace: {name}}}
  source: {{repoURL: {url}, path: {path}, targetRevision: {revision}{more}}}
"""
CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: web}}\n{field}: {{word: x}}\n"
WRONG = CONFIG.format(field="dada")
RIGHT = CONFIG.format(field="data")
FAULT = 'ConfigMap/web $.dada: unknown field, did you mean "data"?'


def application(name: str, path: str, revision: str, more: str = "") -> str:
    return APPLICATION.format(name=name, url=URL, path=path, revision=revision, more=more)


def lint(folder: Path, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    main(["lint", "--repository", str(folder), *(more or ("--no-cache",))])
    return capsys.readouterr().out


SET = """apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {{name: all, namespace: argocd}}
spec:
  goTemplate: true
  generators:
    - git: {{repoURL: {url}, revision: {revision}, {what}}}
  template:
    metadata: {{name: '{name}'}}
    spec:
      project: default
      destination: {{server: https://kubernetes.default.svc, namespace: all}}
      source: {{repoURL: {url}, path: '{path}', targetRevision: {revision}}}
"""
FOLDERS = {
    "what": "directories: [{path: services/*}]",
    "name": "{{.path.basename}}",
    "path": "{{.path.path}}",
}
FILES = {
    "what": "files: [{path: services/*/service.yaml}]",
    "name": "{{.name}}",
    "path": "{{.path.path}}",
}
