"""value-without-effect where trying every value would take too long."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rules.case import judge_case, read_case, shown

if TYPE_CHECKING:
    from pathlib import Path

APPLICATION = """\
# file: {file}
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: {name}, namespace: argocd}}
spec:
  project: default
  source:
    repoURL: https://git.example.com/case.git
    path: {path}
    targetRevision: v1.0.0
    helm: {{valueFiles: [{values}]}}
  destination: {{server: https://kubernetes.default.svc, namespace: {name}}}
"""
CHART = """\
# file: {name}/Chart.yaml
apiVersion: v2
name: {name}
version: 1.0.0
# file: {name}/templates/config.yaml
apiVersion: v1
kind: ConfigMap
metadata: {{name: {name}}}
data:
  {{{{- if .Values.on }}}}
  many: {{{{ toYaml .Values.many | quote }}}}
  {{{{- end }}}}
# file: {name}/values.yaml
"on": {on}
many: {{}}
"""
IDLE = (
    "small.yaml:1 $.many.a: small renders the same without it: another value switches off what "
    "it is for, or replaces it"
)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return tmp_path / "value-without-effect" / "invalid" / "many.yaml"


def _judge(case: Path, larges: dict[str, str]) -> tuple[list[str], list[str]]:
    """Judge a chart with one value in vain behind others, each with a file of values."""
    names = [*larges, "small"]
    root = APPLICATION.format(file="root.yaml", name="apps", path="apps", values="")
    parts = [root.replace("    helm: {valueFiles: []}\n", "")]
    for name in names:
        file = larges.get(name, "small.yaml")
        parts += [
            APPLICATION.format(file=f"apps/{name}.yaml", name=name, path=name, values=f"/{file}"),
            CHART.format(name=name, on=str(name in larges).lower()),
        ]
    many = "".join(f"  a{number}: {number + 1}\n" for number in range(301))
    parts.append("# file: small.yaml\nmany: {a: 1}\n# file: large.yaml\nmany:\n" + many)
    case.parent.mkdir(parents=True)
    case.write_text("".join(parts), "utf-8")
    folder = case.parent / "repository"
    folder.mkdir()
    verdict = judge_case(read_case(case), folder)
    undecided = [f"{what.what}: {what.why}" for _, what in verdict.undecided]
    return shown(verdict), undecided


WHY = "rendering each chart again without each of its values is too much"


def test_a_chart_with_too_many_values_is_named_and_the_others_are_tried(case: Path) -> None:
    findings, undecided = _judge(case, {"large": "large.yaml"})

    assert findings == [IDLE]
    assert undecided == [f"values of large: {WHY}"]


def test_a_file_that_such_a_chart_has_too_is_not_called_idle(case: Path) -> None:
    findings, undecided = _judge(case, {"large": "small.yaml, /large.yaml"})

    assert findings == []
    assert undecided == [f"values of large: {WHY}"]


def test_after_some_such_charts_the_rest_is_not_looked_at(case: Path) -> None:
    findings, undecided = _judge(case, {f"large{number}": "large.yaml" for number in range(3)})

    assert findings == []
    assert undecided == [f"values of large0, large1 and 2 more: {WHY}"]
