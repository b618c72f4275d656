"""What jsonschema-rs found wrong, in words for the person who wrote the manifest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from argowave.schema import GRAMMARS
from argowave.validate.alternatives import collapse
from argowave.validate.meant import meant
from argowave.validate.newer import has_new, is_new
from argowave.validate.result import Violation
from argowave.validate.words import any_of, did_you_mean, quoted, types_in_words, value_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from jsonschema_rs import ValidationError

_LONGEST_LIST = 8  # allowed values that are shown before "…"
# what a later release of a definition leaves as it is: types, and what is required and known
_FIRM = frozenset(("type", "required", "additionalProperties", "unevaluatedProperties"))


class Describer:
    """Says what is wrong with the manifests of one kind."""

    def __init__(self, schema: dict[str, Any], *, secret: bool) -> None:
        """Take the schema that refused, and whether values must stay hidden."""
        self._schema = schema
        self._secret = secret
        self._by_keyword: dict[str, Callable[[ValidationError], Iterable[Violation]]] = {
            "additionalProperties": self._unknown,
            "unevaluatedProperties": self._unknown,
            "required": self._required,
            "enum": self._enum,
            "type": self._type,
            "not": self._not,
            "anyOf": self._alternatives,
            "oneOf": self._alternatives,
        }

    def describe_all(
        self, errors: Iterable[ValidationError], instance: object
    ) -> tuple[Violation, ...]:
        """Return the violations in the order in which they stand in `instance`, each once."""
        found = dict.fromkeys(violation for error in errors for violation in self.describe(error))
        places: dict[int, dict[str | int, int]] = {}
        return tuple(sorted(found, key=lambda each: (*_order(each.pointer, instance, places),)))

    def describe(self, error: ValidationError) -> Iterable[Violation]:
        """Return the violations that one error of jsonschema-rs stands for."""
        keyword = error.kind.name
        describe = self._by_keyword.get(keyword)
        if describe is None:
            return [Violation(tuple(error.instance_path), self._limit(error), doubtful=True)]
        found = describe(error)
        return found if keyword in _FIRM else [replace(each, doubtful=True) for each in found]

    def _unknown(self, error: ValidationError) -> Iterable[Violation]:
        known = self._parent(error).get("properties", {})
        fields = _fields(error)  # once: it is made anew whenever it is asked for
        for name in error.kind.as_dict()["unexpected"]:
            hint = did_you_mean(name, known)
            new = is_new(name, fields[name], known)
            yield Violation((*error.instance_path, name), f"unknown field{hint}", doubtful=new)

    def _required(self, error: ValidationError) -> Iterable[Violation]:
        name = error.kind.as_dict()["property"]
        place, message = tuple(error.instance_path), f"required field {name} is missing"
        new = bool(place) and has_new(_fields(error), self._around(error))
        yield Violation(place, message, doubtful=new)

    def _enum(self, error: ValidationError) -> Iterable[Violation]:
        allowed = error.kind.as_dict()["options"]
        # null is in most only because the API server drops it: nobody would write it
        options = [each for each in allowed if each is not None] or allowed
        shown = ", ".join(quoted(option) for option in options[:_LONGEST_LIST])
        more = ", …" if len(options) > _LONGEST_LIST else ""
        hint = (
            did_you_mean(error.instance, options) if len(options) > 1 and not self._secret else ""
        )
        wants = f"the schema allows {shown}{more}" if len(options) > 1 else f"must be {shown}"
        yield Violation(tuple(error.instance_path), f"{self._is(error.instance)}, {wants}{hint}")

    def _type(self, error: ValidationError) -> Iterable[Violation]:
        types = sorted(error.kind.as_dict()["types"])
        wanted = any_of(types_in_words(types))
        place = tuple(error.instance_path)
        hint = ""
        if place and not self._secret:
            hint = meant(types, error.instance, place[-1], self._siblings(error))
        yield Violation(place, f"{self._is(error.instance)}, the schema wants {wanted}{hint}")

    def _not(self, error: ValidationError) -> Iterable[Violation]:
        forbidden = error.kind.as_dict()["schema"]
        names = forbidden.get("required", []) if isinstance(forbidden, dict) else []
        message = f"{self._is(error.instance)}, the schema forbids it"
        if names and _asks_for_fields_only(forbidden):
            several = "may not be set together" if len(names) > 1 else "may not be set"
            message = f"{' and '.join(names)} {several}"
        yield Violation(tuple(error.instance_path), message)

    def _alternatives(self, error: ValidationError) -> Iterable[Violation]:
        return collapse(error, self._parent(error), self.describe, self._is(error.instance))

    def _limit(self, error: ValidationError) -> str:
        keyword, words = error.kind.name, error.kind.as_dict()
        limit = quoted(next(iter(words.values()), "")) if words else ""
        sentence = _SENTENCES.get(keyword)
        if keyword == "pattern" and (grammar := GRAMMARS.get(error.kind.as_dict()["pattern"])):
            return f"{self._is(error.instance)}, it must be {grammar}"
        if sentence is None:
            return f"{self._is(error.instance)}, the schema refuses it ({keyword})"
        return sentence.format(value=self._is(error.instance), limit=limit.strip('"'))

    def _is(self, value: object) -> str:
        return f"is {value_in_words(value, secret=self._secret)}"

    def _siblings(self, error: ValidationError) -> dict[str, Any]:
        """Return the schemas of the fields beside the one that was refused, {} for no field."""
        path = list(error.evaluation_path)[:-1]  # without the keyword
        while path and path[-1] == "$ref":
            path.pop()
        if len(path) < 2 or path[-2] != "properties":  # noqa: PLR2004 (properties, the name)
            return {}
        fields = self._schema_at(path[:-1])
        return {name: self._followed(each) for name, each in fields.items()}

    def _parent(self, error: ValidationError) -> dict[str, Any]:
        """Return the schema object that holds the keyword that refused."""
        return self._schema_at(error.schema_path[:-1])

    def _around(self, error: ValidationError) -> dict[str, Any]:
        """Return the same, or the schema around it where it is one of several that all count."""
        path = list(error.schema_path)[:-1]
        return self._schema_at(path[:-2] if "allOf" in path[-2:-1] else path)

    def _schema_at(self, path: Iterable[str | int]) -> dict[str, Any]:
        place: Any = self._schema
        for step in path:
            try:
                if step == "$ref":
                    place = self._followed(place)
                else:
                    place = place[int(step)] if isinstance(place, list) else place[step]
            except (KeyError, IndexError, TypeError, ValueError):
                return {}
        return place if isinstance(place, dict) else {}

    def _followed(self, schema: object) -> object:
        """Return what a $ref within the schema leads to, and any other schema as it is."""
        reference = schema.get("$ref") if isinstance(schema, dict) else None
        if not isinstance(reference, str) or not reference.startswith("#/"):
            return schema
        steps = (step.replace("~1", "/").replace("~0", "~") for step in reference[2:].split("/"))
        return self._schema_at(steps)


def _fields(error: ValidationError) -> dict[str, Any]:
    """Return the mapping of which a field is missing or unknown."""
    return error.instance if isinstance(error.instance, dict) else {}


def _asks_for_fields_only(condition: dict[str, Any]) -> bool:
    """Tell whether a condition says that fields are there, and not null, and no more."""
    inside = condition.get("properties", {})
    return (
        condition.keys() <= {"properties", "required", "type"}
        and condition.get("type", "object") == "object"
        and all(each == {"not": {"type": "null"}} for each in inside.values())
        and inside.keys() <= set(condition["required"])
    )


_SENTENCES = {
    "minimum": "{value}, the least allowed is {limit}",
    "maximum": "{value}, the most allowed is {limit}",
    "exclusiveMinimum": "{value}, it must be more than {limit}",
    "exclusiveMaximum": "{value}, it must be less than {limit}",
    "multipleOf": "{value}, it must be a multiple of {limit}",
    "minLength": "{value}, it must have {limit} characters or more",
    "maxLength": "{value}, it must have {limit} characters or fewer",
    "minItems": "has too few entries, the least allowed is {limit}",
    "maxItems": "has too many entries, the most allowed is {limit}",
    "minProperties": "has too few keys, the least allowed is {limit}",
    "maxProperties": "has too many keys, the most allowed is {limit}",
    "uniqueItems": "has an entry twice, each may stand once",
    "pattern": "{value}, it must match the pattern {limit}",
    "format": "{value}, it must be a {limit}",
    "const": "{value}, it must be {limit}",
    "falseSchema": "may not be set here",
    "contains": "lacks an entry that the schema demands",
    "propertyNames": "has a key that the schema refuses",
}


def _order(
    pointer: tuple[str | int, ...], instance: object, places: dict[int, dict[str | int, int]]
) -> Iterable[int]:
    """Return the position of each step of `pointer` among its siblings in `instance`.

    Args:
        pointer: from the top of the instance.
        instance: any JSON value.
        places: the positions of the keys of what was looked at so far, by the mapping's id.
    """
    for step in pointer:
        if isinstance(instance, dict):
            if id(instance) not in places:
                places[id(instance)] = {key: place for place, key in enumerate(instance)}
            keys = places[id(instance)]
            yield keys.get(step, len(keys))
            instance = instance.get(step)
        elif isinstance(instance, list) and isinstance(step, int):
            yield step
            instance = instance[step] if step < len(instance) else None
