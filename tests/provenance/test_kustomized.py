"""What an Application itself changes about a kustomization is found behind what was built."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from provenance.repositories import URL, origins

if TYPE_CHECKING:
    from pathlib import Path

DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 1
  minReadySeconds: 5
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - {name: log, image: "log:1"}
        - {name: web, image: "nginx:1"}
"""
ROOT = f"""\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: root, namespace: argocd}}
spec:
  project: default
  destination: {{server: https://kubernetes.default.svc}}
  source:
    repoURL: {URL}
    path: web
    kustomize:
      namePrefix: a-
      nameSuffix: -b
      namespace: shop
      images:
        - log:2
        - nginx=registry.example.com/nginx
      replicas:
        - {{name: web, count: 3}}
      commonLabels: {{team: shop}}
      commonAnnotations:
        owner: somebody
      patches:
        - patch: |
            apiVersion: apps/v1
            kind: Deployment
            metadata: {{name: web}}
            spec:
              paused: true
              template:
                spec:
                  containers: [{{name: web, tty: true}}]
        - target: {{kind: Deploy.*, name: web}}
          patch: |
            - {{op: add, path: /spec/revisionHistoryLimit, value: 2}}
        - target: {{kind: Service}}
          patch: |
            - {{op: add, path: /spec/minReadySeconds, value: 5}}
"""
EXPECTED = {
    "$.metadata.name": "11 {}.namePrefix, root.yaml:12 {}.nameSuffix",
    "$.metadata.namespace": "13 {}.namespace",
    "$.metadata.labels.team": "19 {}.commonLabels.team",
    "$.metadata.annotations.owner": "21 {}.commonAnnotations.owner",
    "$.spec.replicas": "18 {}.replicas[0]",
    "$.spec.template.spec.containers[1].image": "15 {}.images[0]",
    "$.spec.template.spec.containers[0].image": "16 {}.images[1]",
    "$.spec.template.spec.containers[0].tty": "23 {}.patches[0]",
    "$.spec.paused": "23 {}.patches[0]",
    "$.spec.revisionHistoryLimit": "32 {}.patches[1]",
    "$.spec.minReadySeconds": "",
    "$.spec.template.spec.containers[0].name": "",
    "$.spec.template.metadata.labels.app": "",
}


def test_the_option_that_a_field_was_set_to_is_named(tmp_path: Path) -> None:
    if not shutil.which("kustomize"):
        pytest.skip("kustomize is not on PATH")
    files = {
        "root.yaml": ROOT,
        "web/kustomization.yaml": "resources: [a.yaml]\n",
        "web/a.yaml": DEPLOYMENT,
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)

    found = origins(tmp_path, list(EXPECTED))

    where = "spec.source.kustomize"
    assert found == {
        pointer: f"set by root.yaml:{words.replace('{}', where)}" if words else ""
        for pointer, words in EXPECTED.items()
    }
