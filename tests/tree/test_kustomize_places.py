"""Where a finding stands that is about what an Application changes about a kustomization."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from argowave.lint import Ground
from argowave.sources.request import Charts

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://git.example.com/own.git"
ROOT = f"""\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: web, namespace: argocd}}
spec:
  project: default
  sources:
    - repoURL: {URL}
      targetRevision: main
      path: web
      kustomize:
        namePrefix: a-
        replicas:
          - {{name: web, count: 2}}
          - name: web
            count: many
  destination: {{server: https://kubernetes.default.svc, namespace: web}}
"""
DEPLOYMENT = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n"


def test_it_stands_at_the_field_of_the_application(tmp_path: Path) -> None:
    if not shutil.which("kustomize"):
        pytest.skip("kustomize is not on PATH")
    (tmp_path / "root.yaml").write_text(ROOT)
    (tmp_path / "web").mkdir()
    (tmp_path / "web/kustomization.yaml").write_text("resources: [a.yaml]\n")
    (tmp_path / "web/a.yaml").write_text(DEPLOYMENT)
    ground = Ground(tmp_path, (URL,), Charts(cache=tmp_path / "cache"), processes=1)

    (found,) = ground.root(tmp_path / "root.yaml", "1.36").load().all_findings

    assert str(found).startswith(
        "root.yaml:14 Application/web $.spec.sources[0].kustomize.replicas[1]: "
        "web/kustomization.yaml cannot be built with it: "
        "the replica count 'many' is no number (kustomize)"
    )
