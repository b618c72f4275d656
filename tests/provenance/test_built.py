"""A finding about what kustomize built has the line of the file that the object comes from."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from argowave.commands import main

if TYPE_CHECKING:
    from pathlib import Path

ROOT = """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: root, namespace: argocd}
spec:
  project: default
  source: {repoURL: https://git.example.com/own.git, path: web, targetRevision: v1.0.0}
  destination: {server: https://kubernetes.default.svc, namespace: web}
"""
ROLES = """\
apiVersion: v1
kind: Namespace
metadata: {name: web}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: other}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: log
          image: registry.example.com/log:1.0.0
          envFrom:
            - configMapRef: {name: logging}
        - name: web
          image: registry.example.com/web:1.0.0
          envFrom:
            - configMapRef: {name: settings}
"""
PATCH = """\
resources: [../base]
patches:
  - target: {{kind: Deployment}}
    patch: |
      - {{op: {}, path: /spec/template/spec/containers/{}}}
"""
DANGLING = "$.spec.template.spec.containers[{}].envFrom[0].configMapRef.name"

pytestmark = pytest.mark.skipif(not shutil.which("kustomize"), reason="kustomize is not there")


def lines(
    folder: Path, capsys: pytest.CaptureFixture[str], kustomization: str, objects: str = ROLES
) -> dict[str, tuple[str, int | None]]:
    """Return the file and line of each finding of dangling-reference, by its field."""
    texts = {"root.yaml": ROOT, "web/kustomization.yaml": kustomization, "base/all.yaml": objects}
    texts["base/kustomization.yaml"] = "resources: [all.yaml]\n"
    for path, text in texts.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    main(["lint", "--no-cache", "--repository", str(folder), "--output", "json"])
    found = json.loads(capsys.readouterr().out)["findings"]
    return {
        each["pointer"]: (each["path"], each["line"])
        for each in found
        if each["rule"] == "dangling-reference"
    }


def test_each_field_has_its_own_line_of_the_base(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labels = "labels: [{pairs: {team: a}, includeSelectors: true}]\n"
    found = lines(tmp_path, capsys, f"resources: [../base]\nnameSuffix: -blue\n{labels}")

    assert found == {
        DANGLING.format(0): ("base/all.yaml", 22),
        DANGLING.format(1): ("base/all.yaml", 26),
    }


def test_what_a_patch_says_has_no_line_of_the_base(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    patch = PATCH.format("replace", "1/envFrom/0/configMapRef/name, value: gone")

    found = lines(tmp_path, capsys, patch)

    assert found[DANGLING.format(0)] == ("base/all.yaml", 22)
    assert found[DANGLING.format(1)] == ("base/all.yaml", None)


def test_an_item_that_a_patch_has_moved_has_no_line_of_another_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    patch = PATCH.format("add", "0, value: {name: a, image: b}")
    objects = ROLES.replace("name: logging", "name: settings")

    found = lines(tmp_path, capsys, patch, objects)

    assert set(found.values()) == {("base/all.yaml", None)}
