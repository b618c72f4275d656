"""A schema whose repeated parts stand once says the same as before."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from argowave.schema import strict
from argowave.schema.sharing import share

NAMES = st.sampled_from(["a", "b", "items", "properties", "$ref", "$defs", "required"])
LEAVES = st.sampled_from(
    [
        {"type": "string"},
        {"enum": ["x" * 90, "y" * 90], "type": "string"},
        {"pattern": "^" + "z" * 160 + "$"},
        {"anyOf": [{"required": ["a"]}, {"required": ["b" * 160]}], "type": "object"},
    ]
)


def nodes(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    fields = st.dictionaries(NAMES, inner, max_size=4)
    return st.one_of(
        st.builds(lambda found: {"properties": found, "type": "object"}, fields),
        st.builds(lambda item: {"items": item, "type": "array"}, inner),
        st.builds(lambda value: {"additionalProperties": value, "type": "object"}, inner),
        st.builds(lambda a: {"properties": {"a": a, "b": {"items": a}}, "required": ["a"]}, inner),
    )


SCHEMAS = st.recursive(LEAVES, nodes, max_leaves=20)


def unfolded(schema: Any, definitions: dict[str, Any]) -> Any:  # noqa: ANN401 (any JSON value)
    """Return a schema with every reference replaced by what it leads to."""
    if isinstance(schema, list):
        return [unfolded(each, definitions) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if isinstance(schema.get("$ref"), str):
        return unfolded(definitions[schema["$ref"].removeprefix("#/$defs/")], definitions)
    return {key: unfolded(value, definitions) for key, value in schema.items()}


def whole(schema: dict[str, Any]) -> Any:  # noqa: ANN401 (as above)
    body = dict(schema)
    definitions = body.pop("$defs", {})
    return unfolded(body, definitions)


@given(SCHEMAS)
def test_what_is_shared_unfolds_to_what_it_was(schema: dict[str, Any]) -> None:
    assert whole(share(schema)) == schema


@given(SCHEMAS)
def test_unknown_fields_are_refused_in_the_same_places(schema: dict[str, Any]) -> None:
    assert whole(strict(share(schema))) == strict(schema)


def test_a_large_part_stands_once_and_a_small_one_where_it_was() -> None:
    large = {"enum": ["x" * 200], "type": "string"}
    small = {"type": "string"}
    made = share({"properties": {"a": large, "b": {"items": large}, "c": small, "d": small}})

    ((name, definition),) = made["$defs"].items()
    reference = {"$ref": f"#/$defs/{name}"}
    assert definition == large
    assert made["properties"] == {"a": reference, "b": {"items": reference}, "c": small, "d": small}


def test_nothing_is_shared_where_nothing_recurs() -> None:
    schema = {"properties": {"a": {"enum": ["x" * 200]}}}

    assert share(schema) == schema
