"""Several schemas as one: all of them, or any of them, in as few words as possible."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

Schema = dict[str, Any]
NEVER: Final[Schema] = {"not": {}}


def any_of(schemas: Iterable[Schema]) -> Schema:
    """Return a schema that fits what one of `schemas` fits."""
    branches: list[Schema] = []
    for schema in schemas:
        inner = schema["anyOf"] if set(schema) == {"anyOf"} else [schema]
        branches += [each for each in inner if each not in branches and each != NEVER]
    if {} in branches:
        return {}
    return {"anyOf": branches} if len(branches) > 1 else (branches or [NEVER])[0]


def all_of(schemas: Iterable[Schema]) -> Schema:
    """Return a schema that fits what all of `schemas` fit; keywords stand together if they can."""
    made: Schema = {}
    apart: list[Schema] = []
    for schema in schemas:
        for part in schema["allOf"] if set(schema) == {"allOf"} else [schema]:
            merged = _merged(made, part)
            if merged is not None:
                made = merged
            elif part not in apart:
                apart.append(part)
    if not apart:
        return made
    return {"allOf": [*([made] if made else []), *apart]}


def _merged(left: Schema, right: Schema) -> Schema | None:
    """Return both as one object, None where a keyword would stand in it twice."""
    made = dict(left)
    for key, value in right.items():
        if key not in left or left[key] == value:
            made[key] = value
        elif key == "required":
            made[key] = sorted({*left[key], *value})
        elif key == "properties":
            both = left[key].keys() & value.keys()
            joined = {name: all_of([left[key][name], value[name]]) for name in both}
            made[key] = {**left[key], **value, **joined}
        else:
            return None
    if made.get("type", "null") != "null" and made.get("not") == {"type": "null"}:
        del made["not"]  # the type says so already
    return made
