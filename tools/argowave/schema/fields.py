"""The field of a CRD's schema that a CEL rule names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_OBJECT_FIELDS: Final = {"name": {"type": "string"}, "generateName": {"type": "string"}}
# formats of strings that are something else in CEL: SchemaDeclType in
# k8s.io/apiserver/pkg/cel/common/schemas.go
_NO_TEXT: Final = ("byte", "date", "date-time", "duration")
# what CEL may read of every object's metadata, whatever the CRD says of it
METADATA: Final = {"type": "object", "properties": _OBJECT_FIELDS}


class UnknownFieldError(Exception):
    """The schema does not say enough about a field that a rule names."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field, from the object that the rule stands on."""

    path: tuple[str, ...]
    type: str
    default: Any  # None where there is none

    @property
    def has_default(self) -> bool:
        """Whether the API server fills the field in."""
        return self.default is not None


def field_at(node: Mapping[str, Any], path: tuple[str, ...]) -> Field:
    """Return the field that `path` leads to.

    Raises:
        UnknownFieldError: the schema has no such field, or a default on the way to it decides.
    """
    for depth, name in enumerate(path):
        if depth and node.get("default") is not None:
            raise UnknownFieldError
        inside = (node.get("properties") or {}).get(name) or node.get("additionalProperties")
        if not isinstance(inside, dict):
            raise UnknownFieldError
        node = inside
    default = node.get("default") if path else None
    if default is not None and node.get("nullable"):
        raise UnknownFieldError  # null stays null then, and an absent field is filled in
    kind = node.get("type")
    if not isinstance(kind, str) or node.get("format") in _NO_TEXT:
        kind = ""
    return Field(path, kind, default)


def within(parents: Sequence[str], schema: dict[str, Any]) -> dict[str, Any]:
    """Return `schema` for the object that `parents` lead to, each of which must be there."""
    for name in reversed(parents):
        schema = {"properties": {name: {"type": "object", **schema}}, "required": [name]}
    return schema


def literal_type(value: object) -> str:
    """Return the JSON Schema type of a literal in a rule."""
    names = {bool: "boolean", int: "integer", float: "number", str: "string"}
    return names.get(type(value), "")
