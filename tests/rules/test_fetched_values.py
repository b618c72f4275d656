"""Values that an Application gives to charts of Helm repositories, shaped as popular ones are."""

from __future__ import annotations

import io
import json
import tarfile
from typing import TYPE_CHECKING, Any

import pytest

from argowave.commands import main
from argowave.sources.fetch.lock import Locked, lock_text
from argowave.sources.fetch.store import Store
from argowave.sources.fetch.wanted import Wanted

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Lint = Callable[..., list[str]]

URL = "https://charts.example.org"
HEAD = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: '{{ .Release.Name }}'}\ndata:\n"


@pytest.fixture
def lint(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Lint:
    """Lints an Application of a chart with these files; the lines of unread-value."""

    def go(files: dict[str, str], values: dict[str, Any], *parameters: str) -> list[str]:
        store = Store(tmp_path / "cache")
        locked = Locked(Wanted(URL, "web", "1.2.3"), "1.2.3", store.add_archive(_packed(files)))
        repository = tmp_path / "repository"
        repository.mkdir(exist_ok=True)
        (repository / "argowave.lock").write_text(lock_text([locked]))
        helm = {
            "valuesObject": values,
            "parameters": [{"name": each, "value": "1"} for each in parameters],
        }
        (repository / "root.yaml").write_text(
            "apiVersion: argoproj.io/v1alpha1\nkind: Application\n"
            "metadata: {name: web, namespace: argocd}\nspec:\n  project: default\n"
            "  destination: {namespace: there, name: in-cluster}\n  source:\n"
            f"    repoURL: {URL}\n    chart: web\n    targetRevision: 1.2.3\n"
            f"    helm: {json.dumps(helm)}\n"
        )
        root = ["--root", str(repository / "root.yaml"), "--source-cache", str(tmp_path / "cache")]
        main(["lint", "--no-cache", "--repository", str(repository), *root])
        lines = capsys.readouterr().out.splitlines()
        assert not [each for each in lines if each.endswith(("error", "errors"))], lines
        assert "root: 1 Application, " in "\n".join(lines)
        return [_short(each) for each in lines if "unread-value" in each]

    return go


def _packed(files: dict[str, str]) -> bytes:
    chart = {"Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.2.3\n", **files}
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, text in chart.items():
            entry = tarfile.TarInfo(f"web/{name}")
            entry.size = len(text.encode())
            archive.addfile(entry, io.BytesIO(text.encode()))
    return buffer.getvalue()


def _short(line: str) -> str:
    return line.removeprefix("root.yaml:11 Application/web $.spec.source.helm.").replace(
        "no template of chart web 1.2.3 reads", "unread:"
    )


INGRESS = {
    "values.yaml": (
        "controller:\n  name: controller\n  config: {}\n  replicaCount: 1\n  oldName: x\n"
        "  service:\n    enabled: true\n    annotations: {}\ntcp: {}\n"
    ),
    "templates/a.yaml": (
        HEAD + "  n: {{ .Values.controller.replicaCount | quote }}\n"
        "  {{- range $key, $value := .Values.controller.config }}\n"
        "  {{ $key }}: {{ $value | quote }}\n  {{- end }}\n"
        "  {{- with .Values.controller.service }}\n  {{- if .enabled }}\n"
        "  s: {{ toJson .annotations | quote }}\n  {{- end }}\n  {{- end }}\n"
        "  {{- if .Values.tcp }}\n  tcp: {{ toJson .Values.tcp | quote }}\n  {{- end }}\n"
        "  {{- if .Values.controller.hidden }}\n  hidden: x\n  {{- end }}\n"
    ),
}


def test_what_is_misspelt_or_a_level_too_high_is_a_warning(lint: Lint) -> None:
    values = {
        "controller": {
            "replicaCuont": 2,
            "config": {"use-gzip": "true"},
            "service": {"annotations": {"a/b": "c"}},
            "hidden": True,
            "oldName": "the chart states it itself, so nobody can say that it is a slip",
        },
        "tcp": {"8080": "x/y:80"},
        "replicaCount": 2,
    }

    assert lint(INGRESS, values, "controller.service.tpye", "controller.config.x") == [
        (
            "parameters[0].name: unread: controller.service.tpye; remove it "
            "(unread-value, warning) [root]"
        ),
        (
            "valuesObject.controller.replicaCuont: unread: it; did you mean replicaCount? "
            "(unread-value, warning) [root]"
        ),
        (
            "valuesObject.replicaCount: unread: it; did you mean controller.replicaCount? "
            "(unread-value, warning) [root]"
        ),
    ]


STACK = {
    "Chart.yaml": (
        "apiVersion: v2\nname: web\nversion: 1.2.3\ndependencies:\n"
        "- {name: grafana, version: 1.0.0, condition: grafana.enabled}\n"
        "- {name: grafana, version: 1.0.0, alias: second, condition: second.enabled}\n"
        "- {name: exporter, version: 1.0.0, tags: [metrics], import-values: "
        "[{child: ports, parent: ports}]}\n"
    ),
    "values.yaml": (
        "global: {rbac: {create: true}}\ngrafana: {enabled: false}\nsecond: {enabled: true}\n"
        "prometheus:\n  spec: {}\n  note: '{{ .Values.usedByText }}'\n"
    ),
    "templates/a.yaml": (
        HEAD + "  spec: {{ toYaml .Values.prometheus.spec | quote }}\n"
        "  note: {{ tpl .Values.prometheus.note . | quote }}\n"
        "  port: {{ .Values.ports.http | quote }}\n"
    ),
    "charts/grafana/Chart.yaml": "apiVersion: v2\nname: grafana\nversion: 1.0.0\n",
    "charts/grafana/values.yaml": "admin: {user: a}\n",
    "charts/grafana/templates/a.yaml": (
        HEAD.replace("Name }}", "Name }}-{{ .Chart.Name }}")
        + "  a: {{ .Values.admin.user }}\n  g: {{ .Values.global.team | quote }}\n"
        "  {{- with .Values.sidecar }}\n  s: {{ .image | quote }}\n  {{- end }}\n"
    ),
    "charts/exporter/Chart.yaml": "apiVersion: v2\nname: exporter\nversion: 1.0.0\n",
    "charts/exporter/values.yaml": "ports: {http: 1}\n",
}


def test_values_of_subcharts_with_aliases_conditions_and_imports_are_followed(lint: Lint) -> None:
    values = {
        "global": {"team": "a", "nobody": "knows"},
        "tags": {"metrics": True},
        "grafana": {"enabled": False, "admin": {"user": "b"}, "sidecar": {"image": "x"}},
        "second": {"enabled": True, "sidecar": {"image": "x"}, "siedcar": {}},
        "exporter": {"ports": {"http": 2}},
        "ports": {"http": 3},
        "prometheus": {"spec": {"retention": "1d", "any": {"thing": 1}}},
        "usedByText": "x",
    }

    assert lint(STACK, values) == [
        (
            "valuesObject.second.siedcar: unread: it; did you mean sidecar? "
            "(unread-value, warning) [root]"
        )
    ]


@pytest.mark.parametrize(
    "template",
    [
        "  a: {{ toYaml .Values | quote }}\n",
        "  {{- range $k, $v := .Values }}\n  {{ $k }}: {{ $v | toJson | quote }}\n  {{- end }}\n",
        '  a: {{ include "all" . | quote }}\n{{ define "all" }}{{ toYaml .Values }}{{ end }}',
        "  a: {{ get .Values (print .Release.Name .Values.known) | quote }}\n",
        '  a: {{ $v := mergeOverwrite (dict "a" 1) .Values }}{{ $v | toYaml | quote }}\n',
    ],
)
def test_a_chart_that_passes_all_of_its_values_on_is_left_alone(template: str, lint: Lint) -> None:
    files = {"values.yaml": "known: x\n", "templates/a.yaml": HEAD + template}

    assert lint(files, {"anything": {"at": "all"}}) == []


def test_a_chart_whose_templates_stand_in_files_is_undecided(lint: Lint) -> None:
    files = {
        "values.yaml": "known: x\n",
        "files/a.txt": "{{ .Values.anything }}",
        "templates/a.yaml": HEAD + '  a: {{ tpl (.Files.Get "files/a.txt") . | quote }}\n',
    }

    why = "a template gives tpl a file or a text that is put together"
    undecided = f"not decided: unread-value, 1 case: values of chart web 1.2.3: {why}"
    assert lint(files, {"anything": "x"}) == [undecided]
    assert lint(files, {"known": "y"}) == []


def test_what_a_schema_names_counts_as_read(lint: Lint) -> None:
    schema = {"properties": {"crds": {"properties": {"keep": {"type": "boolean"}}}}}
    files = {
        "values.yaml": "a: b\n",
        "values.schema.json": json.dumps(schema),
        "templates/a.yaml": HEAD + "  a: {{ .Values.a }}\n",
    }

    assert lint(files, {"crds": {"keep": True, "kep": True}}) == [
        "valuesObject.crds.kep: unread: it; did you mean keep? (unread-value, warning) [root]"
    ]
