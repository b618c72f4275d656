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
    },
}


def laxer(schema: dict[str, Any], **wanted: frozenset[str]) -> dict[str, Any]:
    module = Module("example.org/a", "v1.0.0", ("v1",), **wanted)
    version = {"name": "v1", "schema": {"openAPIV3Schema": schema}}
    crd = {"kind": "CustomResourceDefinition", "spec": {"group": "a", "versions": [version]}}
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


def test_metadata_of_a_template_may_have_the_time_that_generators_leave_there() -> None:
    text = {"type": "string"}
    names = ("annotations", "finalizers", "labels", "name", "namespace")
    metadata = {"type": "object", "properties": dict.fromkeys(names, text)}

    made = laxer({"type": "object", "properties": {"metadata": metadata}})

    created = made["properties"]["metadata"]["properties"]["creationTimestamp"]
    assert created == {"type": "string", "nullable": True}
