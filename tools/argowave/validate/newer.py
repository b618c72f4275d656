"""What another release of an operator may well allow, by how a manifest differs from a schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from argowave.words.slip import is_slip

if TYPE_CHECKING:
    from collections.abc import Mapping


def is_new(name: str, value: object, known: Mapping[str, Any]) -> bool:
    """Tell whether an unknown field may be one of another release, no slip of a known one.

    A field that has become a list, or ceased to be one, and a name with another number are what
    operators call a field before or after.
    """
    slips = (each for each in known if is_slip(name, each))
    return not any(_is_meant(name, value, each, known[each]) for each in slips)


def has_new(fields: Mapping[str, Any], schema: Mapping[str, Any]) -> bool:
    """Tell whether a mapping has a field of another release, which may stand for a required one."""
    known = schema.get("properties", {})
    if schema.get("additionalProperties") is not False:
        return False
    return any(name not in known and is_new(name, fields[name], known) for name in fields)


def _is_meant(name: str, value: object, known: str, schema: object) -> bool:
    if name in (f"{known}s", known.removesuffix("s")):
        types = schema.get("type", ()) if isinstance(schema, dict) else ()
        return isinstance(value, list) == ("array" in types)
    return _letters(name) != _letters(known)


def _letters(name: str) -> str:
    return "".join(each for each in name if not each.isdigit())
