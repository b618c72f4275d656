"""A value of the wrong type → what was meant, where that is plain, as the end of a message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from argowave.validate.words import quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_SHORT: Final = 40  # characters of a value that a suggestion repeats


def meant(
    wanted: Collection[str], value: object, name: str | int, siblings: Mapping[str, Any]
) -> str:
    """Return `; ` and what to write instead, or "".

    Args:
        wanted: the types that the schema wants, as JSON Schema calls them.
        value: what stands there; the caller keeps those of Secrets away.
        name: the field's.
        siblings: the schemas of the fields beside it, its own among them.
    """
    if isinstance(name, str) and (other := _other_field(value, name, siblings)):
        return f'; did you mean "{other}"?'
    if "array" in wanted:
        return _as_list(value, name)
    if isinstance(value, float) and set(wanted) - {"null"} == {"string"}:
        return "; write it between quotes, without which 1.10 is 1.1"
    if "object" in wanted and value is True and not _required(siblings.get(str(name))):
        return "; write {} for what is the default"
    return ""


def _other_field(value: object, name: str, siblings: Mapping[str, Any]) -> str:
    """Return the field that takes such a value, where it differs in its number or its type."""
    kind = "object" if isinstance(value, dict) else "array" if isinstance(value, list) else ""
    for other in (f"{name}s", name.removesuffix("s"), f"{name}Object"):
        schema = siblings.get(other) if kind and other != name else None
        if isinstance(schema, dict) and _takes(schema, kind):
            return other
    return ""


def _takes(schema: dict[str, Any], kind: str) -> bool:
    types = schema.get("type", ())
    if kind in ([types] if isinstance(types, str) else types):
        return True
    return kind == "object" and "x-kubernetes-preserve-unknown-fields" in schema


def _as_list(value: object, name: str | int) -> str:
    if isinstance(value, str) and 0 < len(value) <= _SHORT and "\n" not in value:
        return f"; did you mean [{quoted(value)}]?"
    if name == "syncOptions" and isinstance(value, dict) and value:
        shown = ", ".join(f"{key}={_scalar(each)}" for key, each in value.items())
        return f"; did you mean [{shown}]?" if len(shown) <= 2 * _SHORT else ""
    return ""


def _scalar(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _required(schema: object) -> bool:
    return not isinstance(schema, dict) or bool(schema.get("required"))
