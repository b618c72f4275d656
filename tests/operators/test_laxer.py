from __future__ import annotations

from typing import Any

import pytest

from operators.laxer import make_laxer
from operators.modules import Module

ANYTHING = {"x-kubernetes-preserve-unknown-fields": True}
SPEC = {
    "type": "object",
    "required": ["mode"],
    "properties": {
        "mode": {"type": "string", "enum": ["a"]},
        "steps": {"type": "array", "items": {"type": "object", "required": ["name"]}},
        "by": {"type": "object", "additionalProperties": {"type": "integer"}},
        "cpu": {"anyOf": [{"type": "integer"}], "x-kubernetes-int-or-string": True},
    },
}


def laxer(schema: dict[str, Any], **wanted: Any) -> dict[str, Any]:  # noqa: ANN401 (a Module's)
    module = Module("example.org/a", "v1.0.0", ("v1",), **wanted)
    version = {"name": "v1", "schema": {"openAPIV3Schema": schema}}
    spec = {"group": "a", "names": {"kind": "A"}, "versions": [version]}
    crd = {"kind": "CustomResourceDefinition", "spec": spec}
    made = make_laxer(crd, module)
    assert {**made, "spec": {**made["spec"], "versions": [version]}} == crd
    changed: dict[str, Any] = made["spec"]["versions"][0]["schema"]["openAPIV3Schema"]
    return changed


def test_what_is_believed_stays() -> None:
    assert laxer(SPEC) == SPEC


@pytest.mark.parametrize(
    ("word", "path", "expected"),
    [
        ("required", ("required",), None),
        ("required", ("properties", "steps", "items"), {"type": "object"}),
        ("enum", ("properties", "mode"), {"type": "string"}),
        ("scalar", ("properties", "mode"), ANYTHING),
        ("scalar", ("properties", "by", "additionalProperties"), ANYTHING),
        ("scalar", ("properties", "steps", "type"), "array"),
        ("scalar", ("properties", "cpu"), ANYTHING),
        ("quantity", ("properties", "cpu"), ANYTHING),
        ("quantity", ("properties", "mode"), {"type": "string", "enum": ["a"]}),
    ],
)
def test_what_is_not_believed_goes_at_every_depth(
    word: str, path: tuple[str, ...], expected: object
) -> None:
    found: Any = laxer(SPEC, lax=frozenset((word,)))
    for step in path:
        found = found.get(step)
    assert found == expected


def test_an_opaque_property_may_hold_anything() -> None:
    assert laxer(SPEC, opaque=frozenset(("steps",)))["properties"]["steps"] == ANYTHING


@pytest.mark.parametrize(("kind", "required"), [("A", []), ("B", ["name"])])
def test_what_a_later_release_of_a_kind_requires_no_more_may_be_missing(
    kind: str, required: list[str]
) -> None:
    made = laxer(SPEC, optional={kind: ["name"]})

    assert made["required"] == ["mode"]
    assert made["properties"]["steps"]["items"]["required"] == required


def test_an_enum_has_what_the_operator_adds_beside_a_value() -> None:
    made = laxer(SPEC, beside={"a": ["b"]})

    assert made["properties"]["mode"]["enum"] == ["a", "b"]


def test_metadata_of_a_template_may_have_what_generators_and_operators_put_there() -> None:
    text = {"type": "string"}
    names = ("annotations", "finalizers", "labels", "name", "namespace")
    metadata = {"type": "object", "properties": dict.fromkeys(names, text)}

    made = laxer({"type": "object", "properties": {"metadata": metadata}})

    more = made["properties"]["metadata"]["properties"]
    assert more["creationTimestamp"] == {"type": "string", "nullable": True}
    assert more["generateName"] == {"type": "string"}
