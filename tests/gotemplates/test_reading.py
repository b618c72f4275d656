"""What templates read, as values that nobody reads show it."""

from __future__ import annotations

import contextlib
import io
import tarfile
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argowave.gotemplates import Reads, read_chart
from argowave.gotemplates.parsing import parse
from argowave.gotemplates.tokens import UnreadableTemplateError

if TYPE_CHECKING:
    from pathlib import Path

VALUES: dict[str, Any] = {"a": {"b": 1, "c": 2}, "d": [{"e": 1, "f": 2}], "g": "h"}
PIECES = st.sampled_from(
    [
        *("{{", "}}", "{{-", "-}}", "/*", "*/", "(", ")", "|", ":=", "=", ",", ".", "$", "$x"),
        *(".Values", ".a.b", '"text"', "`raw`", "if", "else", "end", "range", "with", "define"),
        *("block", "template", "include", "tpl", "dict", "index", "1", "'c'", " ", "\n", "word"),
    ]
)


def read(folder: Path, template: str, *texts: str) -> Reads:
    (folder / "templates").mkdir(exist_ok=True)
    (folder / "Chart.yaml").write_text("apiVersion: v2\nname: c\nversion: 1.0.0\n")
    (folder / "templates" / "t.yaml").write_text(template)
    return read_chart(folder, texts)


def unread(folder: Path, template: str) -> list[str]:
    reads = read(folder, template)
    assert reads.unfollowed == []
    return [".".join(map(str, path)) for path in reads.unread(VALUES)]


@pytest.mark.parametrize(
    ("template", "left"),
    [
        ("", ["a", "d", "g"]),
        ("{{ .Values.a.b }}", ["a.c", "d", "g"]),
        ("{{ .Values.a }}", ["d", "g"]),
        ("{{ $.Values.a.b }}{{ $v := .Values }}{{ $v.g }}", ["a.c", "d"]),
        ("{{ .Chart.Name }}{{ .Release.Name }}{{ .a.b }}", ["a", "d", "g"]),
        ("{{ with .Values.a }}{{ .b }}{{ $.Values.g }}{{ end }}", ["a.c", "d"]),
        ("{{ with .Values.x }}{{ .b }}{{ else }}{{ .Values.g }}{{ end }}", ["a", "d"]),
        ("{{ with $x := .Values.a }}{{ $x.c }}{{ end }}", ["a.b", "d", "g"]),
        ("{{ if .Values.a }}{{ else if .Values.g }}{{ end }}", ["a.b", "a.c", "d"]),
        ("{{ range .Values.d }}{{ .e }}{{ end }}", ["a", "d.0.f", "g"]),
        ("{{ range $i, $v := .Values.d }}{{ $v.f }}{{ end }}", ["a", "d.0.e", "g"]),
        ("{{ range .Values.d }}{{ toYaml . }}{{ end }}", ["a", "g"]),
        ("{{ (index .Values.d 0).e }}", ["a", "d.0.f", "g"]),
        ('{{ (first .Values.d).e }}{{ (dict "x" .Values.a).x.b }}', ["a.c", "d.0.f", "g"]),
        ('{{ index .Values "a" "b" }}{{ get .Values "g" }}', ["a.c", "d"]),
        ('{{ dig "b" 1 .Values.a }}', ["a.c", "d", "g"]),
        ('{{ if hasKey .Values.a "b" }}{{ end }}', ["a.c", "d", "g"]),
        ("{{ keys .Values.a | sortAlpha }}", ["d", "g"]),
        ('{{ pluck "c" .Values.a .Values.x | first }}', ["a.b", "d", "g"]),
        ("{{ default .Values.g .Values.x }}", ["a", "d"]),
        ("{{ (.Values.x | default .Values.a).b }}", ["a.c", "d", "g"]),
        ("{{ .Values | toYaml }}", []),
        ("{{ toYaml . }}", []),
        ('{{ define "t" }}{{ .b }}{{ end }}{{ include "t" .Values.a }}', ["a.c", "d", "g"]),
        ('{{ define "t" }}{{ .Values.g }}{{ end }}', ["a", "d", "g"]),
        ('{{ define "t" }}{{ .Values.g }}{{ end }}{{ template "t" . }}', ["a", "d"]),
        ('{{ block "t" .Values.a }}{{ .b }}{{ end }}', ["a.c", "d", "g"]),
        ("{{/* .Values.a */}}{{- /* {{ .Values.g }} */ -}}", ["a", "d", "g"]),
        ("{{ `{{ .Values.a }}` }}{{ '\\'' }}", ["a", "d", "g"]),
        ('{{ tpl "{{ .Values.g }}" . }}', ["a", "d"]),
        ("{{ $x := .Values.a }}", ["a", "d", "g"]),
        (
            '{{ $x := "" }}{{ range .Values.d }}{{ $x }}{{ $x = .e }}{{ end }}',
            ["a", "d.0.f", "g"],
        ),
        ("{{ $x := dict }}{{ $_ := merge $x .Values.a }}{{ toYaml $x }}", ["d", "g"]),
        ("{{ range (concat .Values.d .Values.x) }}{{ .e }}{{ end }}", ["a", "d.0.f", "g"]),
        (
            '{{ .Capabilities.APIVersions.Has .Values.g }}{{ printf "%s" .Values.a.b }}',
            ["a.c", "d"],
        ),
    ],
)
def test_values_that_no_template_reads_are_known(
    tmp_path: Path, template: str, left: list[str]
) -> None:
    assert unread(tmp_path, template) == left


@pytest.mark.parametrize(
    ("template", "why"),
    [
        ("{{ tpl (.Files.Get .Values.g) . }}", "a template gives tpl a file"),
        ('{{ tpl (printf "{{ .Values.%s }}" "a") . }}', "a template gives tpl a file"),
        ("{{ .Values.a", "templates/t.yaml: cannot be read from"),
        ("{{ end }}", "templates/t.yaml: end without a beginning"),
        ("{{ (.Values.a }}", "templates/t.yaml: a parenthesis does not end"),
        ("{{/* no end", "templates/t.yaml: a comment does not end"),
        (
            '{{ define "t" }}{{ include "t" (dict "x" .) }}{{ end }}{{ include "t" . }}',
            "its named templates call each other without an end",
        ),
    ],
)
def test_what_cannot_be_followed_reads_everything_and_says_why(
    tmp_path: Path, template: str, why: str
) -> None:
    reads = read(tmp_path, template)

    assert reads.unfollowed[0].startswith(why)
    assert list(reads.unread(VALUES)) == []


def test_a_name_that_is_worked_out_may_be_any_template(tmp_path: Path) -> None:
    template = '{{ define "one" }}{{ .Values.g }}{{ end }}{{ include .Values.a.b . }}'

    assert unread(tmp_path, template) == ["a.c", "d"]


def test_templates_in_values_are_followed_where_tpl_is_used(tmp_path: Path) -> None:
    reads = read(tmp_path, "{{ tpl .Values.a.b . }}", "{{ .Values.g }}")

    assert not reads.is_read(("d",))
    assert reads.is_read(("g",))


def test_an_archived_subchart_is_read_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "charts").mkdir()
    with tarfile.open(tmp_path / "charts" / "sub-1.0.0.tgz", "w:gz") as archive:
        for name, text in (
            ("sub/Chart.yaml", "apiVersion: v2\nname: a\nversion: 1.0.0\n"),
            ("sub/templates/t.yaml", "{{ .Values.b }}{{ .Values.global.z }}"),
        ):
            member = tarfile.TarInfo(name)
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text.encode()))
    reads = read(tmp_path, "")

    assert [*reads.unread(VALUES)] == [("a", "c"), ("d",), ("g",)]
    assert reads.is_read(("global", "z"))


def test_an_archive_that_is_none_reads_everything(tmp_path: Path) -> None:
    (tmp_path / "charts").mkdir()
    (tmp_path / "charts" / "sub.tgz").write_bytes(b"no archive")

    assert read(tmp_path, "").unfollowed == ["charts/sub.tgz is no archive of a chart"]


def test_a_folder_without_a_chart_reads_everything(tmp_path: Path) -> None:
    reads = read_chart(tmp_path, ())

    assert reads.unfollowed == [f"{tmp_path}/Chart.yaml cannot be read: No such file or directory"]


@given(st.lists(PIECES, max_size=40))
def test_any_text_is_read_or_refused(pieces: list[str]) -> None:
    text = "".join(pieces)
    with contextlib.suppress(UnreadableTemplateError):
        assert isinstance(parse(text), list)


def test_a_template_that_is_nested_too_deeply_is_refused() -> None:
    with pytest.raises(UnreadableTemplateError, match="it is nested too deeply"):
        parse("{{" + "(" * 5000 + "1" + ")" * 5000 + "}}")
