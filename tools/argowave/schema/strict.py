"""A schema → the same schema that refuses unknown fields, as kubectl --validate=strict does."""

from __future__ import annotations

from typing import Any, Final

_OPEN: Final = "x-kubernetes-preserve-unknown-fields"
_MAPS: Final = ("properties", "$defs", "patternProperties")
_NODES: Final = ("items", "additionalProperties")


def strict(body: dict[str, Any]) -> dict[str, Any]:
    """Return `body` with `additionalProperties: false` wherever fields are listed.

    Only where the schema describes an object's shape: below allOf, anyOf, oneOf and not stand
    conditions, and a condition that names two fields forbids no third one.
    """
    made = dict(body)
    for key in _MAPS:
        if isinstance(body.get(key), dict):
            made[key] = {name: _node(value) for name, value in body[key].items()}
    for key in _NODES:
        if isinstance(body.get(key), dict):
            made[key] = strict(body[key])
    closed = "properties" in body and "additionalProperties" not in body and not body.get(_OPEN)
    if closed:
        made["additionalProperties"] = False
    return made


def _node(value: Any) -> Any:  # noqa: ANN401 (a schema may be true or false)
    return strict(value) if isinstance(value, dict) else value
