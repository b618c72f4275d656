"""A condition of a CRD's schema → what it demands once nulls are dropped and defaults are there.

Conditions stand below allOf, anyOf, oneOf and not; the API server drops and fills in first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from argowave.schema.conditions import all_of, any_of

if TYPE_CHECKING:
    from collections.abc import Mapping

Schema = dict[str, Any]
_NOT_NULL: Final[Schema] = {"not": {"type": "null"}}
_SAME_OBJECT: Final = frozenset(("allOf", "anyOf", "oneOf"))


def demands(condition: Schema, node: Mapping[str, Any]) -> Schema:
    """Return `condition` so that a field with a default is always there, and a null one never.

    Args:
        condition: plain JSON Schema.
        node: the CRD's schema of what the condition is about, which has the defaults.
    """
    made = dict(condition)
    fields: Mapping[str, Any] = node.get("properties") or {}
    required = [name for name in made.pop("required", ()) if not _has_default(fields.get(name))]
    inside = {
        name: demands(child, fields.get(name) or {})
        for name, child in made.get("properties", {}).items()
    }
    for name, child in inside.items():
        field = fields.get(name)
        if name not in required and field is not None and _has_default(field):
            inside[name], is_needed = _with_default(child, field)
            required += [name] if is_needed else []
    for name in required:
        if not (fields.get(name) or {}).get("nullable"):
            child = inside.get(name, {})
            inside[name] = child if "type" in child else all_of([child, _NOT_NULL])
    if required:
        made["required"] = required
    if inside:
        made["properties"] = inside
    for key in ("items", "additionalProperties"):
        if isinstance(made.get(key), dict):
            made[key] = demands(made[key], _schema(node.get(key)))
    made |= {key: [demands(each, node) for each in made[key]] for key in _SAME_OBJECT & made.keys()}
    if "not" in made:
        made["not"] = demands(made["not"], node)
    return made


def _with_default(child: Schema, field: Mapping[str, Any]) -> tuple[Schema, bool]:
    """Return what a field with a default has to fit, and whether it must be written for that.

    A null is replaced by the default, too, unless the field is nullable.
    """
    import jsonschema_rs  # noqa: PLC0415 (30 ms, and only conversion asks)

    fits = jsonschema_rs.is_valid(child, field["default"])
    if field.get("nullable"):
        return child, not fits
    return (any_of([child, {"type": "null"}]) if fits else all_of([child, _NOT_NULL])), not fits


def _has_default(field: Mapping[str, Any] | None) -> bool:
    return field is not None and field.get("default") is not None


def _schema(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
