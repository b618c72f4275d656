from __future__ import annotations

import tarfile
from typing import TYPE_CHECKING

import yaml

from argowave.sources.fetch.lock import Locked
from argowave.sources.fetch.store import Store
from argowave.sources.fetch.wanted import wanted_of
from argowave.sources.source import read_sources
from provenance.repositories import TEMPLATE, origins, write

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n"
BOTH = "  a: {{ .Values.a }}\n  b: {{ .Values.b }}\n"


def chart(tmp_path: Path, data: str, values: str, **more: str) -> dict[str, str]:
    """Return what is behind each field below data of a chart with one ConfigMap."""
    helm = more.pop("helm", "{}")
    write(tmp_path, {TEMPLATE: HEAD + data, "chart/values.yaml": values, **more}, helm)
    return {
        pointer.removeprefix("$.data."): origin
        for pointer, origin in origins(tmp_path).items()
        if pointer.startswith("$.data.")
    }


def test_a_value_of_the_chart_is_named_with_its_line(tmp_path: Path) -> None:
    data = "  a: {{ .Values.one.a | quote }}\n  b: written\n"

    assert chart(tmp_path, data, "# a comment\none:\n  a: text\n") == {
        "a": "set by chart/values.yaml:3 one.a",
        "b": "written in chart/templates/t.yaml:7",
    }


def test_the_layer_that_has_the_last_word_is_named(tmp_path: Path) -> None:
    data = "".join(f"  {key}: {{{{ .Values.{key} | quote }}}}\n" for key in "abcdef")
    helm = (
        "\n      valueFiles: [/one.yaml, /two.yaml]\n"
        "      valuesObject:\n        d: 3\n        e: 3\n"
        "      parameters:\n        - {name: e, value: '4'}\n        - {name: f, value: '4'}"
    )
    files = {"one.yaml": "b: 1\nc: 1\nd: 1\nf: 1\n", "two.yaml": "c: 2\nd: 2\nf: 1\n"}

    assert chart(tmp_path, data, "a: 0\nb: 0\n", helm=helm, **files) == {
        "a": "set by chart/values.yaml:1 a",
        "b": "set by one.yaml:1 b",
        "c": "set by two.yaml:1 c",
        "d": "set by root.yaml:14 spec.source.helm.valuesObject.d",
        "e": "set by root.yaml:17 spec.source.helm.parameters[0].value",
        "f": "set by root.yaml:18 spec.source.helm.parameters[1].value",
    }


def test_values_that_are_a_text_have_their_line_too(tmp_path: Path) -> None:
    helm = "\n      values: |\n        # why\n        one:\n          a: text"

    assert chart(tmp_path, "  a: {{ .Values.one.a }}\n", "", helm=helm) == {
        "a": "set by root.yaml:15 spec.source.helm.values.one.a"
    }


def test_several_values_of_one_field_are_all_named(tmp_path: Path) -> None:
    data = '  image: "{{ .Values.image.name }}:{{ .Values.image.tag }}"\n'

    assert chart(tmp_path, data, "image:\n  name: web\n  tag: v1\nother: web:v1\n") == {
        "image": "set by chart/values.yaml:2 image.name, chart/values.yaml:3 image.tag"
    }


def test_a_field_of_many_values_is_no_single_ones(tmp_path: Path) -> None:
    data = "  a: {{ range .Values.list }}{{ . }}{{ end }}\n"

    assert chart(tmp_path, data, "list: [a, b, c, d, e]\n") == {
        "a": "written in chart/templates/t.yaml:6"
    }


def test_a_value_that_only_decides_is_found_where_nothing_else_moves_the_field(
    tmp_path: Path,
) -> None:
    data = (
        "  a: {{ if .Values.enabled }}one{{ else }}two{{ end }}\n"
        "  b: {{ ternary 1 2 .Values.enabled | quote }}\n"
    )

    assert chart(tmp_path, data, "enabled: true\nother: one\n") == {
        "a": "set by chart/values.yaml:1 enabled",
        "b": "set by chart/values.yaml:1 enabled",
    }


def test_a_switch_that_only_takes_the_field_away_does_not_set_it(tmp_path: Path) -> None:
    data = "  a: x\n{{- if .Values.enabled }}\n  b: written\n{{- end }}\n"

    assert chart(tmp_path, data, "enabled: true\n")["b"] == "written in chart/templates/t.yaml:8"


def test_what_is_random_or_the_time_is_nobodys(tmp_path: Path) -> None:
    data = (
        "  a: {{ randAlphaNum 8 | quote }}\n"
        "  b: {{ .Values.x }}{{ randAlphaNum 8 }}\n"
        "  c: {{ now | unixEpoch | mul 1000000000 }}\n"
        "  d: {{ .Values.x }}\n"
        "  e: written\n"
    )

    assert chart(tmp_path, data, "x: text\n") | {"c": ""} == {
        "a": "",
        "b": "",
        "c": "",
        "d": "set by chart/values.yaml:1 x",
        "e": "written in chart/templates/t.yaml:10",
    }


def test_a_value_in_a_list_is_named_with_its_index(tmp_path: Path) -> None:
    data = "  a: {{ (index .Values.list 1).name }}\n"

    assert chart(tmp_path, data, "list:\n  - name: x\n  - name: y\n") == {
        "a": "set by chart/values.yaml:3 list[1].name"
    }


def test_an_empty_value_behind_a_field_that_is_missing_is_found(tmp_path: Path) -> None:
    text = (
        HEAD
        + "  a: x\n  {{- with .Values.more }}\n  more: {{ . | toJson | quote }}\n  {{- end }}\n"
    )
    write(tmp_path, {TEMPLATE: text, "chart/values.yaml": "more: {}\nname: x\n"})

    assert origins(tmp_path, ["$.data.more"]) == {"$.data.more": "set by chart/values.yaml:1 more"}


def test_a_field_that_is_missing_is_not_set_by_what_is_set(tmp_path: Path) -> None:
    text = (
        f"{HEAD}  a: x\n"
        '  {{- if or .Values.more (ne .Values.mode "plain") }}\n  more: x\n  {{- end }}\n'
        "  {{- if not .Values.plain }}\n  other: x\n  {{- end }}\n"
        "  {{- if .Values.least }}\n  least: x\n  {{- end }}\n"
    )
    write(tmp_path, {TEMPLATE: text, "chart/values.yaml": "mode: plain\nplain: true\nleast: 0\n"})
    found = origins(tmp_path, ["$.data.more", "$.data.other", "$.data.least"])

    assert found["$.data.more"].startswith("written in chart/templates/t.yaml:")
    assert found["$.data.other"].startswith("written in chart/templates/t.yaml:")
    assert found["$.data.least"] == "set by chart/values.yaml:3 least"


def test_a_field_that_is_missing_is_not_looked_for_in_another_object(tmp_path: Path) -> None:
    first = HEAD.replace("name: c", "name: first") + "  a: x\n  more: x\n"
    second = HEAD.replace("name: c", "name: second") + "  a: x\n"
    text = (
        f"{{{{- if .Values.swap }}}}\n{second}---\n{first}"
        f"{{{{- else }}}}\n{first}---\n{second}{{{{- end }}}}\n"
    )
    write(tmp_path, {TEMPLATE: text, "chart/values.yaml": "swap: false\n"})

    assert "set by" not in origins(tmp_path, ["$.data.more"])["$.data.more"]  # of the second


def test_a_refusal_of_the_schema_or_the_template_hides_nothing(tmp_path: Path) -> None:
    data = (
        '{{- if not (has .Values.kind (list "a" "b")) }}{{ fail "no" }}{{ end }}\n'
        "  a: {{ .Values.size | quote }}\n"
    )
    schema = '{"properties": {"size": {"type": "string", "pattern": "^[0-9]+Mi$"}}}'
    files = {"chart/values.schema.json": schema}

    assert chart(tmp_path, data, "kind: a\nsize: 12Mi\n", **files) == {
        "a": "set by chart/values.yaml:2 size"
    }


def test_a_value_of_a_subchart_is_named_in_the_file_that_states_it(tmp_path: Path) -> None:
    files = {
        TEMPLATE: "",
        "chart/values.yaml": "sub:\n  a: one\n",
        "chart/charts/sub/Chart.yaml": "apiVersion: v2\nname: sub\nversion: 1.0.0\n",
        "chart/charts/sub/values.yaml": "a: zero\nb: zero\n",
        "chart/charts/sub/templates/t.yaml": HEAD + BOTH,
    }
    write(tmp_path, files)
    found = origins(tmp_path, ["$.data.a", "$.data.b"])

    assert found == {
        "$.data.a": "set by chart/values.yaml:2 sub.a",
        "$.data.b": "set by chart/charts/sub/values.yaml:2 b",
    }


def test_the_values_behind_an_application_that_a_chart_made_are_followed(tmp_path: Path) -> None:
    application = (
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: child}\nspec:\n"
        "  project: default\n  destination: {server: https://kubernetes.default.svc}\n"
        "  source:\n    repoURL: https://example.org/r.git\n    path: child\n    helm:\n"
        "      valuesObject:\n        a: {{ .Values.web.a }}\n        b: written\n"
    )
    files = {
        TEMPLATE: application,
        "chart/values.yaml": "web:\n  a: text\n",
        "child/Chart.yaml": "apiVersion: v2\nname: child\nversion: 1.0.0\n",
        "child/templates/t.yaml": HEAD + BOTH,
    }
    write(tmp_path, files)
    found = origins(tmp_path, ["$.data.a", "$.data.b"])

    assert found == {
        "$.data.a": "set by chart/values.yaml:2 web.a",
        "$.data.b": "set by chart/templates/t.yaml:13 spec.source.helm.valuesObject.b",
    }


def test_of_values_that_are_nested_too_deep_to_be_changed_the_template_is_named(
    tmp_path: Path,
) -> None:
    deep = f"{'{a: ' * 600}1{'}' * 600}"
    values = f"a: x\nb: {deep}\n"
    write(tmp_path, {TEMPLATE: f"{HEAD}  a: {{{{ .Values.a }}}}\n", "chart/values.yaml": values})

    assert origins(tmp_path, ["$.data.a"]) == {"$.data.a": "written in chart/templates/t.yaml:6"}


def test_a_template_that_reads_another_one_or_what_that_defines_keeps_its_values(
    tmp_path: Path,
) -> None:
    data = (
        '  sum: {{ include (print $.Template.BasePath "/other.yaml") . | sha256sum }}\n'
        '  name: {{ include "defined" . }}\n'
    )
    other = f"{HEAD.replace('name: c', 'name: other')}  a: {{{{ .Values.a }}}}\n"
    defined = '{{ define "defined" }}{{ .Values.name }}{{ end }}' + HEAD.replace(": c", ": d")
    files = {
        "chart/templates/other.yaml": other,
        "chart/templates/defined.yaml": f"{defined}  a: b",
    }
    write(tmp_path, {TEMPLATE: HEAD + data, "chart/values.yaml": "a: x\nname: y\n", **files})

    found = origins(tmp_path, ["$.data.sum", "$.data.name"])

    assert found == {
        "$.data.sum": "set by chart/values.yaml:1 a",
        "$.data.name": "set by chart/values.yaml:2 name",
    }


def test_an_object_that_is_named_by_a_value_is_found_again(tmp_path: Path) -> None:
    text = HEAD.replace("name: c", "name: {{ .Values.name }}") + "  a: {{ .Values.name }}\n"
    write(tmp_path, {TEMPLATE: text, "chart/values.yaml": "name: x\n"})

    assert origins(tmp_path, ["$.metadata.name", "$.data.a"]) == {
        "$.metadata.name": "set by chart/values.yaml:1 name",
        "$.data.a": "set by chart/values.yaml:1 name",
    }


def test_a_default_of_a_chart_from_elsewhere_is_named_within_the_chart(tmp_path: Path) -> None:
    write(tmp_path, {TEMPLATE: HEAD + BOTH, "chart/values.yaml": "a: x\nb: y\n"})
    root = tmp_path / "root.yaml"
    text = root.read_text().replace("path: chart", "chart: named\n    targetRevision: 1.0.0")
    root.write_text(text.replace("helm: {}", "helm:\n      valuesObject:\n        a: z"))
    (source,) = read_sources(next(yaml.safe_load_all(root.read_text())))
    with tarfile.open(tmp_path / "named.tgz", "w:gz") as packed:
        packed.add(tmp_path / "chart", "named")
    store = Store(tmp_path / "cache")
    digest = store.add_archive((tmp_path / "named.tgz").read_bytes())
    store.remember(Locked(wanted_of(source), "1.0.0", digest))

    assert origins(tmp_path, ["$.data.a", "$.data.b", "$.kind"]) == {
        "$.data.a": "set by root.yaml:14 spec.source.helm.valuesObject.a",
        "$.data.b": "set by named-1.0.0/values.yaml:2 b",
        "$.kind": "written in named-1.0.0/templates/t.yaml:2",
    }


def test_a_path_that_is_none_has_no_origin(tmp_path: Path) -> None:
    write(tmp_path, {TEMPLATE: f"{HEAD}  a: x\n", "chart/values.yaml": "a: 1\n"})

    assert origins(tmp_path, ["not a path"]) == {"not a path": ""}
