"""CEL rules of CRDs, as structure: what each one admits and what it refuses."""

from __future__ import annotations

from typing import Any

import jsonschema_rs
import pytest

from argowave.schema.rules import as_structure

NODE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "a": {"type": "string"},
        "b": {"type": "string"},
        "size": {"type": "integer"},
        "names": {"type": "array", "items": {"type": "string"}},
        "bytes": {"type": "string", "format": "byte"},
        "since": {"type": "string", "format": "date-time"},
        "deep": {"type": "object", "properties": {"c": {"type": "string"}}},
    },
}
HOLDING = [
    ("has(self.a)", {"a": ""}, {}),
    ("!has(self.a)", {}, {"a": "x"}),
    ("has(self.a) || has(self.b)", {"b": "x"}, {}),
    ("has(self.a) && has(self.b)", {"a": "x", "b": "x"}, {"a": "x"}),
    ("!has(self.a) || has(self.b)", {"a": "x", "b": "x"}, {"a": "x"}),
    ("has(self.a) ? has(self.b) : !has(self.b)", {}, {"b": "x"}),
    ("has(self.a) == has(self.b)", {"a": "x", "b": "x"}, {"a": "x"}),
    ("has(self.deep) && has(self.deep.c)", {"deep": {"c": "x"}}, {"deep": {}}),
    ("has(self.a) && self.a == 'x'", {"a": "x"}, {"a": "y"}),
    ("has(self.a) && self.a in ['x', 'y']", {"a": "y"}, {"a": "z"}),
    ("has(self.a) && self.a.startsWith('x.')", {"a": "x.1"}, {"a": "xy"}),
    ("has(self.a) && self.a.matches('^[[:digit:]]$')", {"a": "1"}, {"a": "x"}),
    ("has(self.bytes)", {"bytes": "YQ=="}, {}),
    ("has(self.size) && self.size >= 3", {"size": 3}, {"size": 2}),
    ("has(self.names) && size(self.names) > 1", {"names": ["a", "b"]}, {"names": ["a"]}),
    ("has(self.names) && 'x' in self.names", {"names": ["y", "x"]}, {"names": ["y"]}),
    ("[has(self.a),has(self.b)].filter(x,x==true).size() == 1", {"a": "x"}, {"a": "", "b": ""}),
    ("[has(self.a),has(self.b)].filter(x,x==true).size() <= 1", {}, {"a": "", "b": ""}),
]


@pytest.mark.parametrize(("rule", "holds", "fails"), HOLDING, ids=[rule for rule, _, _ in HOLDING])
def test_a_rule_over_fields_admits_what_it_says_and_nothing_else(
    rule: str, holds: dict[str, Any], fails: dict[str, Any]
) -> None:
    schema = as_structure(rule, NODE)

    assert schema is not None
    check = jsonschema_rs.validator_for(schema)
    assert check.is_valid(holds)
    assert not check.is_valid(fails)


@pytest.mark.parametrize(
    "rule",
    [
        "self == oldSelf",
        "self.names.all(name, name != '')",
        "duration(self.a) > duration('1s')",
        "self.unknown == 'x'",
        "has(self.a",
        "has(self.a) &&",
        "self.a == self.b",
        "self.bytes == 'x'",
        "size(self.since) > 1",
        "self.a.matches('(?s)a.c')",
        "(" * 200 + "has(self.a)" + ")" * 200,
        "",
    ],
)
def test_a_rule_that_says_more_is_left_to_the_api_server(rule: str) -> None:
    assert as_structure(rule, NODE) is None


def nested(shape: str, depth: int) -> str:
    """Return a rule in which `shape` stands in itself, 0 in it being the next one inside."""
    rule = "has(self.a)"
    for _ in range(depth):
        rule = shape.replace("0", rule)
    return rule


@pytest.mark.parametrize(
    "rule",
    [
        nested("(0) == has(self.b)", 38),
        nested("has(self.b) != (0)", 38),
        nested("(0) ? has(self.b) : has(self.names)", 38),
        nested("[0, 0, 0, 0, 0].filter(x, x == true).size() == 1", 3),
        nested("[0, 0].filter(x, x == true).size() == 1", 6),
    ],
    ids=["same", "other", "choice", "wide", "deep"],
)
def test_a_rule_that_would_take_for_ever_is_left_to_the_api_server(rule: str) -> None:
    assert len(rule) < 5_000
    assert as_structure(rule, NODE) is None
