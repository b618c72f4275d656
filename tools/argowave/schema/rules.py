"""CEL rules that demand or forbid fields → plain JSON Schema; any other rule stays unchecked.

CEL has three answers: true, false and an error where a field is not there; `&&` and `||` pass
over an error where the other side decides. So a rule gives two schemas: one for what makes it
true and one for what makes it false, and where neither fits CEL errs. What the API server does
first is minded: a default is there even where nobody wrote it, and null is no value.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any, Final

from argowave.schema import cel_rules as cel
from argowave.schema.cel import parse
from argowave.schema.cel_cost import cost
from argowave.schema.conditions import NEVER, all_of, any_of
from argowave.schema.fields import UnknownFieldError, field_at, literal_type, within
from argowave.schema.patterns import from_go

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from argowave.schema.fields import Field

Schema = dict[str, Any]
_NOT_NULL: Final[Schema] = {"not": {"type": "null"}}
_MOST_PIECES: Final = 20_000  # of schema; rules that people write make a few dozen
_MOST_COUNTED: Final = 5  # rules in a list of which some must hold; the ways double with each
_OPPOSITE: Final = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_LIMITS: Final = {
    "<": "exclusiveMaximum",
    "<=": "maximum",
    ">": "exclusiveMinimum",
    ">=": "minimum",
}
_SIZES: Final = {"string": "Length", "array": "Items", "object": "Properties"}
_HOLDS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "==": lambda left, right: bool(left == right),
    "!=": lambda left, right: bool(left != right),
    "<": lambda left, right: bool(left < right),
    "<=": lambda left, right: bool(left <= right),
    ">": lambda left, right: bool(left > right),
    ">=": lambda left, right: bool(left >= right),
}


def as_structure(rule: str, node: Mapping[str, Any]) -> Schema | None:
    """Return a JSON Schema that holds exactly where the CEL rule is true, None for other rules.

    Args:
        rule: the text of x-kubernetes-validations[].rule.
        node: the CRD's schema of the object that the rule stands on, for types and defaults.
    """
    read = parse(rule)
    if read is None or cost(read) > _MOST_PIECES:
        return None
    try:
        return _schema(read, node, holds=True)
    except UnknownFieldError:
        return None


def _schema(  # noqa: PLR0911 (one answer for each kind of rule)
    rule: cel.Rule, node: Mapping[str, Any], *, holds: bool
) -> Schema:
    """Return the schema of what makes `rule` true, or false where `holds` is not."""
    match rule:
        case cel.Always(value):
            return {} if value is holds else NEVER
        case cel.Not(of):
            return _schema(of, node, holds=not holds)
        case cel.Joined(operator, parts):
            if operator == "&&" and not holds and _are_plain_fields(parts, node):
                together = all_of([_schema(part, node, holds=True) for part in parts])
                return {"not": {"type": "object", **together}}
            join = all_of if (operator == "&&") is holds else any_of
            return join([_schema(part, node, holds=holds) for part in parts])
        case cel.Count(rules, operator, value):
            return _count(rules, node, operator if holds else _OPPOSITE[operator], value)
        case cel.Choice(condition, then, otherwise):
            return any_of(
                [
                    all_of([_schema(condition, node, holds=way), _schema(rest, node, holds=holds)])
                    for way, rest in ((True, then), (False, otherwise))
                ]
            )
        case cel.Has(path):
            return _has(field_at(node, path), holds=holds)
    return _about_value(rule, node, holds=holds)


def _are_plain_fields(parts: tuple[cel.Rule, ...], node: Mapping[str, Any]) -> bool:
    """Return whether the parts say that fields of `self` itself are there, and no more."""
    return all(
        isinstance(part, cel.Has)
        and len(part.path) == 1
        and not field_at(node, part.path).has_default
        for part in parts
    )


def _count(
    rules: tuple[cel.Rule, ...], node: Mapping[str, Any], operator: str, value: cel.Scalar
) -> Schema:
    if len(rules) > _MOST_COUNTED:
        raise UnknownFieldError
    ways = [
        all_of([_schema(rule, node, holds=hold) for rule, hold in zip(rules, way, strict=True)])
        for way in product((True, False), repeat=len(rules))
        if _HOLDS[operator](sum(way), value)
    ]
    return any_of(ways)


def _about_value(
    rule: cel.Compare | cel.Size | cel.Contains | cel.OneOf | cel.Matches,
    node: Mapping[str, Any],
    *,
    holds: bool,
) -> Schema:
    field = field_at(node, rule.path)
    match rule:
        case cel.Compare(_, operator, value):
            return _compare(field, operator if holds else _OPPOSITE[operator], value)
        case cel.Size(_, operator, value):
            return _size(field, operator if holds else _OPPOSITE[operator], value)
        case cel.OneOf(_, values):
            if any(literal_type(value) != field.type for value in values):
                raise UnknownFieldError
            return _enum(field, list(values), holds=holds)
        case cel.Contains(_, value):
            if field.type != "array":
                raise UnknownFieldError
            inside = {"contains": {"enum": [value]}}
            schema = {"type": "array", **(inside if holds else {"not": inside})}
            return _value(field, schema, lambda default: (value in default) is holds)
        case cel.Matches(_, pattern):
            if field.type != "string" or field.has_default:
                raise UnknownFieldError
            usable = from_go(pattern)
            if usable is None:
                raise UnknownFieldError
            found: Schema = {"pattern": usable}
            return _value(field, {"type": "string", **(found if holds else {"not": found})})


def _has(field: Field, *, holds: bool) -> Schema:
    if not field.path:
        raise UnknownFieldError
    *parents, name = field.path
    if field.has_default:  # it is always there
        return within(parents, {} if holds else NEVER)
    there: Schema = {"properties": {name: _NOT_NULL}, "required": [name]}
    return within(parents, there if holds else {"not": {"type": "object", **there}})


def _compare(field: Field, operator: str, value: cel.Scalar) -> Schema:
    wanted = literal_type(value)
    if field.type != wanted and not (field.type == "number" and wanted == "integer"):
        raise UnknownFieldError
    if operator in ("==", "!="):
        return _enum(field, [value], holds=operator == "==")
    if wanted not in ("integer", "number"):
        raise UnknownFieldError
    schema: Schema = {"type": "number", _LIMITS[operator]: value}
    return _value(field, schema, lambda default: _HOLDS[operator](default, value))


def _size(field: Field, operator: str, value: cel.Scalar) -> Schema:
    if field.type not in _SIZES or type(value) is not int:
        raise UnknownFieldError
    least, most = f"min{_SIZES[field.type]}", f"max{_SIZES[field.type]}"
    by_operator: dict[str, Schema] = {
        "==": {least: value, most: value},
        "!=": {"not": {least: value, most: value}},
        "<": {most: value - 1},
        "<=": {most: value},
        ">": {least: value + 1},
        ">=": {least: value},
    }
    limits = by_operator[operator]
    if any(limit < 0 for limit in limits.values() if type(limit) is int):
        raise UnknownFieldError  # always or never true, and no limit in JSON Schema
    schema: Schema = {"type": field.type, **limits}
    return _value(field, schema, lambda default: _HOLDS[operator](len(default), value))


def _enum(field: Field, values: list[Any], *, holds: bool) -> Schema:
    if holds:
        return _value(field, {"enum": values}, lambda default: default in values)
    schema: Schema = {"not": {"enum": [*values, None]}}
    return _value(field, schema, lambda default: default not in values)


def _value(
    field: Field, schema: Schema, fits_default: Callable[[Any], bool] = lambda _: False
) -> Schema:
    """Return `schema` for the field's value, which must be there or fit by its default."""
    if not field.path:
        return schema
    *parents, name = field.path
    if field.has_default and fits_default(field.default):
        return within(parents, {"properties": {name: any_of([{"type": "null"}, schema])}})
    return within(parents, {"properties": {name: schema}, "required": [name]})
