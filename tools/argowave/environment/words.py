"""A fault that jsonschema found → one sentence for the person who wrote the file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from argowave.words.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Callable

    from jsonschema import ValidationError

    from argowave.environment.files import Pointer

ALIKE: Final = 0.5  # for a word that is one of few


def describe(error: ValidationError) -> str:
    """Return what is wrong with the value, without saying where it stands."""
    if error.schema is False or error.validator == "not":
        return f"{shown(error.instance)} is not allowed here"
    speak = _SENTENCES.get(str(error.validator))
    return speak(error.instance, error.validator_value) if speak else error.message


def shown(value: object) -> str:
    """Return a value as a message shows it: what it is for a mapping or a list, else JSON."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return json.dumps(value, ensure_ascii=False)


def show_pointer(pointer: Pointer) -> str:
    """Return a JSON path such as $.localstack.addresses[0]."""
    return "$" + "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in pointer)


def _type(value: Any, rule: Any) -> str:  # noqa: ANN401 (any JSON value)
    kinds = rule if isinstance(rule, list) else [rule]
    wanted = " or ".join(f"{'an' if kind[0] in 'aeio' else 'a'} {kind}" for kind in kinds)
    quote = isinstance(value, (int, float)) and "string" in kinds
    return f"is {shown(value)}, the schema wants {wanted}" + (": put it in quotes" * quote)


def _enum(value: Any, rule: Any) -> str:  # noqa: ANN401 (any JSON value)
    allowed = [each if isinstance(each, str) else shown(each) for each in rule]
    meant = nearest(str(value), allowed, ALIKE)
    guess = f", did you mean {meant}?" if meant else ""
    return f"is {shown(value)}, one of {', '.join(allowed)} is wanted{guess}"


def _repeated(value: Any, _: Any) -> str:  # noqa: ANN401 (any JSON value)
    twice = next(each for each in value if value.count(each) > 1)
    return f"holds {shown(twice)} twice"


def _few(value: Any, rule: Any) -> str:  # noqa: ANN401 (any JSON value)
    return f"is too short, at least {rule} is wanted" if value else "is empty"


def _many(value: Any, rule: Any) -> str:  # noqa: ANN401 (any JSON value)
    return f"is too long: {len(value)}, at most {rule} is allowed"


_SENTENCES: dict[str, Callable[[Any, Any], str]] = {
    "anyOf": lambda value, rule: f"is {shown(value)}, which is none of the {len(rule)} forms",
    "const": lambda value, rule: f"is {shown(value)}, only {shown(rule)} goes with the rest",
    "enum": _enum,
    "maxItems": _many,
    "maxLength": _many,
    "maximum": lambda value, rule: f"is {value}, at most {rule} is allowed",
    "minItems": _few,
    "minLength": _few,
    "minimum": lambda value, rule: f"is {value}, at least {rule} is wanted",
    "oneOf": lambda value, rule: f"is {shown(value)}, which is not one of the {len(rule)} forms",
    "pattern": lambda value, rule: f"is {shown(value)}, which does not match {rule}",
    "type": _type,
    "uniqueItems": _repeated,
}
