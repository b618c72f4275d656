from __future__ import annotations

import pytest

from argowave.gotemplates.marks import line_of_output, marked, unmarked

TEMPLATE = """\
{{- define "labels" -}}
app: x
{{ if .y }}y: z{{ end }}
{{- end }}
apiVersion: v1
metadata:
  labels:
    {{- include "labels" . | nindent 4 }}
{{- if .Values.more }}
  annotations: {{ .Values.more }}
{{- end }}
data:
  a: {{ list
    "b"
    | join "," }}
  {{ .Values.rest }}
  {{/* a note */}}
  last: one
"""


def test_lines_outside_definitions_are_marked_where_nothing_trims_the_mark() -> None:
    assert (marked(TEMPLATE) or "").replace("\x01", "<").replace("\x02", ">") == (
        """\
{{- define "labels" -}}
app: x
{{ if .y }}y: z{{ end }}
{{- end }}
<5>apiVersion: v1
<6>metadata:
  <7>labels:
    {{- "\\x018\\x02" }}{{- include "labels" . | nindent 4 }}
{{- "\\x019\\x02" }}{{- if .Values.more }}
  <10>annotations: {{ .Values.more }}
{{- "\\x0111\\x02" }}{{- end }}
<12>data:
  <13>a: {{ list
    "b"
    | join "," }}
  {{ "\\x0116\\x02" }}{{ .Values.rest }}
  {{ "\\x0117\\x02" }}{{/* a note */}}
  <18>last: one
"""
    )


def test_a_mark_before_a_line_and_the_last_mark_above_it_tell_its_line() -> None:
    plain = "a:\n  b: 1\n  c: 2\nd: 3"
    output = "\x011\x02a:\x012\x02\n  b: 1\n  c: 2\n\x014\x02d: 3"

    assert [line_of_output(plain, output, line) for line in range(4)] == [1, 2, 2, 4]
    assert unmarked(output) == plain


@pytest.mark.parametrize("output", ["a: 1\nb: 2\nc: 3", "\x011\x02a: 1\n\x012\x02b: 9", ""])
def test_marks_that_changed_the_output_tell_nothing(output: str) -> None:
    assert line_of_output("a: 1\nb: 2", output, 1) is None


@pytest.mark.parametrize("text", ["{{ open", "\x01", "{{/* open"])
def test_a_template_that_cannot_be_read_has_no_marks(text: str) -> None:
    assert marked(text) is None
