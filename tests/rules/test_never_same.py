from __future__ import annotations

from typing import TYPE_CHECKING

from rules.case import judge_case, read_case, shown

if TYPE_CHECKING:
    from pathlib import Path

CHART = """\
# file: root.yaml
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: web, namespace: argocd}
spec:
  project: default
  source: {repoURL: https://git.example.com/case.git, path: chart, targetRevision: v1.0.0}
  destination: {server: https://kubernetes.default.svc, namespace: web}
# file: chart/Chart.yaml
apiVersion: v2
name: web
version: 1.0.0
# file: chart/templates/web.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: web-{{ randAlphaNum 12 | lower }}
"""


def test_an_object_that_gets_another_name_each_time_is_found(tmp_path: Path) -> None:
    path = tmp_path / "never-same" / "invalid" / "name.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(CHART)
    (tmp_path / "case").mkdir()
    (found,) = shown(judge_case(read_case(path), tmp_path / "case"))

    assert found.startswith("chart/templates/web.yaml ConfigMap/web-")
    assert found.endswith(
        " $.metadata.name: the chart gives it another name each time it is rendered, so every "
        "commit makes one more and prunes the last; give it one name"
    )
