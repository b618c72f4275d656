"""A template that never ends, or that makes more than there is room for, costs its own chart."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://git.example.org/team/repo.git"
APPLICATION = f"""apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: NAME, namespace: argocd}}
spec:
  project: team
  destination: {{server: https://kubernetes.default.svc, namespace: argocd}}
  source: {{repoURL: {URL}, targetRevision: main, path: charts/NAME}}
"""
PROJECT = f"""apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {{name: team, namespace: argocd}}
spec:
  sourceRepos: [{URL}]
  destinations: [{{server: https://kubernetes.default.svc, namespace: "*"}}]
"""
SET = f"""apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {{name: set, namespace: argocd}}
spec:
  goTemplate: true
  generators: [{{list: {{elements: [{{name: a}}, {{name: b}}]}}}}]
  template:
    metadata: {{name: '{{{{.name}}}}{{{{ repeat 3000000000 "x" }}}}'}}
    spec:
      project: team
      destination: {{server: https://kubernetes.default.svc, namespace: argocd}}
      source: {{repoURL: {URL}, targetRevision: main, path: charts/fine}}
"""
WRONG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: fine}\ndata: {a: 1}\n"
FOUND = (
    "charts/fine/templates/a.yaml:4 ConfigMap/fine $.data.a: is an integer (1), the schema wants "
    "a string (schema, error) [repo/fine] written in charts/fine/templates/a.yaml:4\n"
)
SECONDS = "it takes more than 1 s (ARGOWAVE_BOUND_SECONDS)"
MEMORY = "it takes more than 400 MB of memory (ARGOWAVE_BOUND_MEGABYTES)"
WAY = "the chart was not rendered to its end"


def lint(folder: Path, seconds: str, *options: str) -> subprocess.CompletedProcess[str]:
    bounds = {"ARGOWAVE_BOUND_SECONDS": seconds, "ARGOWAVE_BOUND_MEGABYTES": "400"}
    return subprocess.run(
        [sys.executable, "-m", "argowave", "lint", *options],
        cwd=folder,
        env={
            **os.environ,
            **bounds,
            "ARGOWAVE_CACHE_DIR": str(folder.parent / "cache"),
            "ARGOWAVE_NO_CACHE": "",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def findings(done: subprocess.CompletedProcess[str]) -> str:
    return done.stdout.partition("repo: ")[0]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repo"
    folder.mkdir()
    for command in (["init", "--quiet"], ["remote", "add", "origin", URL]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    (folder / "project.yaml").write_text(PROJECT, "utf-8")
    write_chart(folder, "fine", WRONG)
    return folder


def write_chart(folder: Path, name: str, template: str) -> None:
    (folder / f"{name}.yaml").write_text(APPLICATION.replace("NAME", name), "utf-8")
    templates = folder / "charts" / name / "templates"
    templates.mkdir(parents=True)
    about = f"apiVersion: v2\nname: {name}\nversion: 1.0.0\n"
    (templates.parent / "Chart.yaml").write_text(about, "utf-8")
    (templates / "a.yaml").write_text(template, "utf-8")


@pytest.mark.parametrize(
    ("template", "seconds", "message"),
    [
        ('a: {{ repeat 3000000000 "x" }}', "30", MEMORY),
        ("a: {{ until 2000000000 | len }}", "30", MEMORY),
        ('a: {{ "x" | nindent 2000000000 }}', "30", MEMORY),
        ("{{ range until 9999 }}" * 3 + "{{ end }}" * 3, "1", SECONDS),
        (
            '{{ $t := "{{ tpl .t . }}{{ tpl .t . }}" }}{{ tpl $t (dict "t" $t "Template" .) }}',
            "30",
            MEMORY,
        ),
    ],
)
def test_a_chart_that_never_ends_is_a_finding_and_its_neighbour_is_looked_at(
    repository: Path, template: str, seconds: str, message: str
) -> None:
    write_chart(repository, "bomb", template)

    done = lint(repository, seconds)

    assert findings(done) == (
        f"bomb.yaml:7 Application/bomb $.spec.source: {WAY}: {message} "
        f"(chart, error) [repo/bomb]\n{FOUND}"
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_templates_that_include_each_other_are_one_short_message(repository: Path) -> None:
    template = '{{ define "x" }}{{ include "x" . }}{{ end }}{{ include "x" . }}'
    write_chart(repository, "bomb", template)

    assert findings(lint(repository, "30")) == (
        'charts/bomb/templates/a.yaml:1 include "x" .: rendering template has a nested reference '
        f"name: x: unable to execute template (chart, error) [repo/bomb]\n{FOUND}"
    )


def test_an_application_set_that_never_ends_is_a_finding(repository: Path) -> None:
    (repository / "set.yaml").write_text(SET, "utf-8")

    done = lint(repository, "30")

    assert f"not rendered to its end: {MEMORY}" in done.stdout
    assert FOUND in done.stdout
    assert done.returncode == 1


def test_what_passed_a_bound_is_not_remembered(repository: Path) -> None:
    write_chart(repository, "bomb", "{{ range until 10000 }}" * 2 + "{{ end }}" * 2)
    kept = repository.parent / "cache"

    assert f"{WAY}: it takes more than 0.8 s" in lint(repository, "0.8").stdout
    assert not list(kept.rglob("*.outcome"))
    assert findings(lint(repository, "30")) == FOUND
    assert list(kept.rglob("*.outcome"))
