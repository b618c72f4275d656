from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argowave.validate.compiled import CompiledSchema
from argowave.validate.pointer import show_pointer

if TYPE_CHECKING:
    from collections.abc import Callable

DRAFT = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
REQUIRES = {"required": ["protocol"]}
MANAGED = {
    "anyOf": [
        {"properties": {"forProvider": REQUIRES}, "required": ["forProvider"]},
        {"properties": {"initProvider": REQUIRES}, "required": ["initProvider"]},
        {
            "properties": {"managementPolicies": {"not": {"contains": {"enum": ["*"]}}}},
            "required": ["managementPolicies"],
        },
    ]
}
INT_OR_STRING = {"oneOf": [{"type": "string"}, {"type": "integer"}]}
SHAPES = {"oneOf": [REQUIRES, {"properties": {"protocol": {}, "size": {"type": "integer"}}}]}


def say(schema: dict[str, Any], value: object, *, secret: bool = False) -> list[str]:
    compiled = CompiledSchema({**DRAFT, "properties": {"a": schema}})
    found = compiled.violations({"a": value}, secret=secret)
    return [f"{show_pointer(one.pointer)}: {one.message}" for one in found]


@pytest.mark.parametrize(
    ("schema", "value", "message"),
    [
        ({"type": "integer"}, "8080", 'is a string ("8080"), the schema wants an integer'),
        ({"type": "integer"}, None, "is null, the schema wants an integer"),
        (
            {"type": "string"},
            1.5,
            (
                "is a number (1.5), the schema wants a string; "
                "write it between quotes, without which 1.10 is 1.1"
            ),
        ),
        ({"type": "string"}, True, "is a boolean (true), the schema wants a string"),
        (
            {"type": "array"},
            "x.yaml",
            'is a string ("x.yaml"), the schema wants a list; did you mean ["x.yaml"]?',
        ),
        ({"type": "array"}, "x\n", 'is a string ("x\\n"), the schema wants a list'),
        (
            {"type": "object"},
            True,
            "is a boolean (true), the schema wants a mapping; write {} for what is the default",
        ),
        (
            {"type": "object", "required": ["b"]},
            True,
            "is a boolean (true), the schema wants a mapping",
        ),
        ({"type": "object"}, [1], "is a list, the schema wants a mapping"),
        ({"type": ["array", "null"]}, {"b": 1}, "is a mapping, the schema wants a list"),
        ({"type": ["string", "integer"]}, [], "is a list, the schema wants an integer or a string"),
        (INT_OR_STRING, [], "is a list, the schema wants a string or an integer"),
        ({"enum": ["A", 1]}, "a", 'is a string ("a"), the schema allows "A", 1, did you mean "A"?'),
        ({"enum": ["TCP"]}, "x", 'is a string ("x"), must be "TCP"'),
        ({"enum": ["a", "b", None]}, "x", 'is a string ("x"), the schema allows "a", "b"'),
        ({"enum": ["TCP", None]}, "x", 'is a string ("x"), must be "TCP"'),
        ({"enum": [None]}, "x", 'is a string ("x"), must be null'),
        ({"const": 3}, 4, "is an integer (4), it must be 3"),
        ({"minimum": 1}, 0, "is an integer (0), the least allowed is 1"),
        ({"maximum": 9}, 10, "is an integer (10), the most allowed is 9"),
        ({"exclusiveMinimum": 1}, 1, "is an integer (1), it must be more than 1"),
        ({"exclusiveMaximum": 1}, 1, "is an integer (1), it must be less than 1"),
        ({"multipleOf": 60}, 61, "is an integer (61), it must be a multiple of 60"),
        ({"minLength": 1}, "", 'is a string (""), it must have 1 characters or more'),
        ({"maxLength": 1}, "ab", 'is a string ("ab"), it must have 1 characters or fewer'),
        ({"pattern": "^[a-z]+$"}, "A", 'is a string ("A"), it must match the pattern ^[a-z]+$'),
        ({"format": "date-time"}, "noon", 'is a string ("noon"), it must be a date-time'),
        ({"format": "duration"}, "an hour", 'is a string ("an hour"), it must be a duration'),
        ({"minItems": 1}, [], "has too few entries, the least allowed is 1"),
        ({"maxItems": 1}, [1, 2], "has too many entries, the most allowed is 1"),
        ({"uniqueItems": True}, [1, 1], "has an entry twice, each may stand once"),
        ({"minProperties": 1}, {}, "has too few keys, the least allowed is 1"),
        ({"maxProperties": 1}, {"b": 1, "c": 2}, "has too many keys, the most allowed is 1"),
        ({"required": ["name"]}, {}, "required field name is missing"),
        ({"not": {"required": ["b", "c"]}}, {"b": 1, "c": 1}, "b and c may not be set together"),
        ({"not": {"required": ["b"]}}, {"b": 1}, "b may not be set"),
        ({"not": {"type": "string"}}, "x", 'is a string ("x"), the schema forbids it'),
        ({"anyOf": [{"required": ["b"]}, {"required": ["c"]}]}, {}, "one of b, c is required"),
        (False, 1, "may not be set here"),
        ({"contains": {"const": 1}}, [2], "lacks an entry that the schema demands"),
        ({"propertyNames": {"maxLength": 1}}, {"bb": 1}, "has a key that the schema refuses"),
        (MANAGED, {"forProvider": {}}, "protocol is required in forProvider or initProvider"),
        (MANAGED, {}, "protocol is required in forProvider or initProvider"),
        (SHAPES, {"protocol": 1}, "fits more than one alternative of the schema, one is allowed"),
    ],
)  # fmt: skip
def test_each_fault_is_one_sentence(schema: Any, value: object, message: str) -> None:  # noqa: ANN401 (any JSON schema)
    assert say(schema, value) == [f"$.a: {message}"]


def test_an_unknown_field_is_named_at_its_own_place() -> None:
    schema = {"properties": {"replicas": {}}, "additionalProperties": False}

    assert say(schema, {"Replicas": 1, "zzz": 2}) == [
        '$.a.Replicas: unknown field, did you mean "replicas"?',
        "$.a.zzz: unknown field",
    ]


def test_a_field_behind_a_reference_is_suggested_too() -> None:
    body = {
        **DRAFT,
        "$defs": {"Port": {"properties": {"name": {}}, "additionalProperties": False}},
        "properties": {"ports": {"items": {"$ref": "#/$defs/Port"}}},
    }
    (violation,) = CompiledSchema(body).violations({"ports": [{"nmae": 1}]}, secret=False)

    assert show_pointer(violation.pointer) == "$.ports[0].nmae"
    assert violation.message == 'unknown field, did you mean "name"?'


def test_of_several_alternatives_the_one_that_was_meant_is_described() -> None:
    port = {"type": "object", "required": ["port"], "properties": {"port": {"type": "integer"}}}

    assert say({"anyOf": [{"type": "string"}, port]}, {"port": "x"}) == [
        '$.a.port: is a string ("x"), the schema wants an integer'
    ]


def test_violations_stand_in_the_order_of_the_manifest() -> None:
    schema = {"additionalProperties": {"type": "string"}}
    pointers = [line.partition(":")[0] for line in say(schema, {"z": 1, "b": 2, "k": 3})]

    assert pointers == ["$.a.z", "$.a.b", "$.a.k"]


def test_a_long_value_and_a_long_list_are_cut() -> None:
    (long,) = say({"type": "integer"}, "x" * 500)
    (many,) = say({"enum": list(range(50))}, 99)

    assert len(long) < 100
    assert many.endswith("the schema allows 0, 1, 2, 3, 4, 5, 6, 7, …")


SECRET_FAULTS: list[tuple[Any, Callable[[str], object]]] = [
    ({"type": "integer"}, str),
    ({"enum": ["a", "b"]}, str),
    ({"const": "a"}, str),
    ({"pattern": "^$"}, str),
    ({"maxLength": 1}, str),
    ({"not": {"type": "string"}}, str),
    ({"oneOf": [{"type": "integer"}, {"type": "boolean"}]}, str),
    ({"anyOf": [{"pattern": "^$"}, {"maxLength": 1}]}, str),
    ({"additionalProperties": {"type": "integer"}}, lambda text: {"key": text}),
    ({"items": {"maxLength": 2}}, lambda text: [text]),
    ({"contains": {"const": 1}}, lambda text: [text]),
]


@pytest.mark.parametrize(("schema", "wrap"), SECRET_FAULTS)
@settings(max_examples=25, deadline=None)
@given(value=st.text(alphabet="hunterXQ7", min_size=6, max_size=20))
def test_a_value_of_a_secret_is_never_shown(
    schema: dict[str, Any], wrap: Callable[[str], object], value: str
) -> None:
    shown = say(schema, wrap(value), secret=True)

    assert shown
    assert value not in json.dumps(shown)


APPLICATION = {
    "properties": {
        "source": {"$ref": "#/$defs/source"},
        "sources": {"$ref": "#/$defs/sources"},
        "values": {"type": "string"},
        "valuesObject": {"x-kubernetes-preserve-unknown-fields": True},
        "syncOptions": {"type": "array"},
    }
}


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (
            {"source": [{}]},
            'source: is a list, the schema wants a mapping; did you mean "sources"?',
        ),
        ({"sources": {}}, 'sources: is a mapping, the schema wants a list; did you mean "source"?'),
        (
            {"values": {"a": 1}},
            'values: is a mapping, the schema wants a string; did you mean "valuesObject"?',
        ),
        (
            {"syncOptions": {"CreateNamespace": True, "Prune": "false"}},
            (
                "syncOptions: is a mapping, the schema wants a list; "
                "did you mean [CreateNamespace=true, Prune=false]?"
            ),
        ),
        ({"syncOptions": {}}, "syncOptions: is a mapping, the schema wants a list"),
    ],
)
def test_the_field_that_was_meant_is_named(value: dict[str, Any], message: str) -> None:
    shared = {"source": {"type": ["object", "null"]}, "sources": {"type": "array"}}
    compiled = CompiledSchema({**DRAFT, "properties": {"a": APPLICATION}, "$defs": shared})
    (found,) = compiled.violations({"a": value}, secret=False)

    assert f"{show_pointer(found.pointer)}: {found.message}" == f"$.a.{message}"


def test_nothing_of_a_secret_is_in_a_suggestion() -> None:
    assert say({"type": "array"}, "word", secret=True) == [
        "$.a: is a string, the schema wants a list"
    ]
