"""Go templates; what is expected here is what Go with Sprig and Argo CD's functions gives."""

from __future__ import annotations

import pytest

from argowave.applicationsets.faults import Fault
from argowave.applicationsets.gotemplate import missing_key, render_go
from argowave.applicationsets.parameters import Texts

PARAMS = {
    "name": "Team_One",
    "n": 3,
    "big": 1000000,
    "small": -0.00001,
    "list": ["a", "b", 1],
    "map": {"x": {"y": "deep"}, "a/b": "slash", "empty": {}},
    "json": '[1,{"a":2}]',
    "yaml": "a: 1\nb: [x, 2.5]",
    "path": {"segments": ["apps", "web"]},
    "branch": "feat/Very_long-branch Name.with stuff and more of it and more and more",
    "uni": "Über straße",
    "html": "<a href='x'>&</a>",
    "breaks": "a\x85b\u2028c\n",  # lines to Python, and one line of JSON
    "nothing": None,
    "empty": "",
    "zero": 0,
    "labels": Texts({"env": "prod"}),
}
SAID = {
    "{{ .missing }}|{{ .missing.deep.er }}": "<no value>|<no value>",
    "{{ .map.x.y }} {{ .map.x.z }} {{ .map.q.y }}": "deep <no value> <no value>",
    "{{ if .missing.deep }}yes{{ else }}no{{ end }}": "no",
    "{{ (.map).x.y }} {{ (.missing).x.y }}": "deep <no value>",
    "{{ $x := .map.x }}{{ $x.y }} {{ $x.q.z }} {{ $.map.q.z }}": "deep <no value> <no value>",
    "{{ with .map.x }}{{ .y }}{{ .q.r }}{{ $.name }}{{ end }}": "deep<no value>Team_One",
    '{{ .map.q.y | default "z" }} {{ empty .missing.x }}': "z true",
    "{{ .n }} {{ .big }} {{ .small }} {{ add .n 1 }}": "3 1e+06 -1e-05 4",
    "{{ .list }} {{ .path.segments }}": "[a b 1] [apps web]",
    '{{ .path.segments | join "/" }} {{ index .path.segments 1 }}': "apps/web web",
    "{{ .name | normalize }}|{{ normalize .uni }}": "team-one|ber-stra-e",
    "{{ slugify .branch }}": "feat-very-long-branch-name-with-stuff-and-more-of",
    "{{ slugify 23 .branch }}|{{ slugify 23 false .branch }}": (
        "feat-very-long-branch|feat-very-long-branch-n"
    ),
    '{{ printf "%s-%s" (.name | slugify) .name }}': "team-one-Team_One",
    "{{ fromJson .json }} {{ index (fromJson .json) 0 }}": "[1 map[a:2]] 1",
    '{{ (fromYaml .yaml).b }} {{ fromYamlArray "[1, a]" }}': "[x 2.5] [1 a]",
    "{{ .html }} {{ .html | toRawJson }}": "<a href='x'>&</a> \"<a href='x'>&</a>\"",
    "{{ .missing | toJson }} {{ .missing.x | quote }}|": "null |",
    '{{ define "d" }}[{{ .x.y }}]{{ end }}{{ template "d" .map }}': "[deep]",
    "{{ `raw {{ }}` }}": "raw {{ }}",
    '{{ hasKey .missing "a" }} {{ get .missing.x "a" }}|{{ (.missing).x }}': "false |<no value>",
    '{{ fromJson "{" }} {{ fromJson "" | default 1 }}': "<no value> 1",
    '{{ fromYaml "null" }} {{ fromYamlArray "" }}': "map[] []",
    '{{ slugify }}|{{ (split "_" .name)._0 | upper }}': "|TEAM",
    '{{ .labels.env }} {{ .labels.zone }} {{ if .missing }}{{ hasKey .labels "x" }}{{ end }}': (
        "prod <no value> "
    ),
    "{{ .breaks }}": "a\x85b\u2028c\n",
    "{{- /* note */ -}} a {{- .name }}": "aTeam_One",
}
REFUSED = {
    '{{ include "x" . }}': 'function "include" not defined',
    '{{ required "m" .missing }}': 'function "required" not defined',
    '{{ env "HOME" }}': 'function "env" not defined',
    "{{ nothing }}": 'function "nothing" not defined',
    "{{ .name": "unclosed action",
    '{{ fail "boom" }}': "boom",
    '{{ tpl "{{ .name }}" . }}': 'function "tpl" not defined',
    "{{ .nothing.x }}": "nil pointer evaluating interface {}.x",
    "{{ .nothing.x.y }}": ".nothing.x: nil pointer evaluating interface {}",
    "{{ .zero.x }}": ("can't evaluate field x in type float64"),
    "{{ .name.x.y }}": ".name.x: can't evaluate a field in type string",
    '{{ fromYaml ": :" }}': "error converting YAML to JSON: yaml: did not find expected key",
    '{{ fromYaml "[1]" }}': (
        "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value "
        "of type map[string]interface {}"
    ),
    '{{ fromYamlArray "a: 1" }}': (
        "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal object into Go value "
        "of type []interface {}"
    ),
    "{{ fromJson .n }}": ".n: wrong type for value; expected string; got float64",
    '{{ slugify 5 "x" .name }}': "slugify: its second argument is no bool",
    '{{ hasKey .labels "env" }}': (
        ".labels: wrong type for value; expected map[string]interface {}; got map[string]string"
    ),
    '{{ dig "env" "none" .labels }}': (
        ".labels: wrong type for value; expected map[string]interface {}; got map[string]string"
    ),
    "{{ index .path.segments 5 }}": "index .path.segments 5: index out of range: 5",
}


@pytest.mark.parametrize("text", SAID)
def test_a_template_gives_what_go_gives(text: str) -> None:
    assert render_go([text], [PARAMS], "default") == [[SAID[text]]]


@pytest.mark.parametrize("text", REFUSED)
def test_a_template_is_refused_with_gos_words(text: str) -> None:
    ((found,),) = render_go([text], [PARAMS], "default")

    assert found == Fault(REFUSED[text])


def test_one_text_that_fails_leaves_the_others_as_they_are() -> None:
    rows = render_go(["{{ .a }}", "{{ .b }}"], [{"a": "1"}, {"a": "2", "b": "3"}], "error")

    assert rows == [["1", Fault('.b: map has no entry for key "b"')], ["2", "3"]]


def test_zero_lets_a_missing_key_be_nothing_and_what_is_below_it_an_error() -> None:
    ((found, below),) = render_go(["{{ .a }}", "{{ .a.b }}"], [{"x": 1}], "zero")

    assert found == "<no value>"
    assert below == Fault(".a.b: nil pointer evaluating interface {}.b")


def test_an_option_that_go_does_not_have_is_refused() -> None:
    with pytest.raises(Fault) as caught:
        missing_key(["missingkey=panic"])

    assert caught.value.message == (
        "goTemplateOptions: Go templates have no option missingkey=panic; "
        "they have missingkey=error, =zero and =default"
    )
