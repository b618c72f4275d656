from __future__ import annotations

import pytest

from argowave.sources.helm.values import ValuesError, escape_commas, merge, read_values


@pytest.mark.parametrize(
    ("under", "over", "expected"),
    [
        ({"a": 1}, {"b": 2}, {"a": 1, "b": 2}),
        ({"a": {"b": 1, "c": 2}}, {"a": {"c": 3}}, {"a": {"b": 1, "c": 3}}),
        ({"a": {"b": 1}}, {"a": None}, {"a": None}),
        ({"a": [1, 2]}, {"a": [3]}, {"a": [3]}),
        ({"a": {"b": 1}}, {"a": 2}, {"a": 2}),
    ],
)
def test_mappings_merge_and_everything_else_replaces(
    under: dict[str, object], over: dict[str, object], expected: dict[str, object]
) -> None:
    assert merge(under, over) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("a,b", "a\\,b"), ("a\\,b", "a\\,b"), ("{a,b}", "{a,b}"), ("a,,", "a\\,\\,")],
)
def test_commas_in_a_parameter_are_escaped_as_argo_cd_does(value: str, expected: str) -> None:
    assert escape_commas(value) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "a: 1\nb: {{metadata.labels.b}}\n",
            "{{metadata.labels.b}} is not filled in, and no value",
        ),
        ("b: {{ .b }}\n", "{{ .b }} is not filled in, and no value"),
        ("b: {{c: d}: e}\n", "unsupported map key: a mapping; quote it"),
    ],
)
def test_braces_that_nothing_has_filled_in_are_called_so(text: str, message: str) -> None:
    with pytest.raises(ValuesError) as caught:
        read_values(text.encode(), "values.yaml")

    assert caught.value.fault.message.removesuffix(" in YAML as it stands") == message
