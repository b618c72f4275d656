"""An anyOf or oneOf that fits nothing, as one sentence instead of one a branch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from argowave.validate.result import Violation
from argowave.validate.words import any_of, types_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from jsonschema_rs import ValidationError

    Branches = Sequence[Sequence[ValidationError]]


def collapse(
    error: ValidationError,
    parent: dict[str, Any],
    describe: Callable[[ValidationError], Iterable[Violation]],
    value: str,
) -> list[Violation]:
    """Return what a failed anyOf or oneOf means.

    Args:
        error: the failure; its context has the errors of each branch.
        parent: the schema object that holds the anyOf or oneOf.
        describe: says what one error of a branch means.
        value: what stands there, in words: `is a string ("x")`.
    """
    place = tuple(error.instance_path)
    if type(error.kind).__name__.endswith("MultipleValid"):
        return [Violation(place, "fits more than one alternative of the schema, one is allowed")]
    branches: Branches = error.kind.as_dict()["context"]
    wanted = _types(branches, place)
    if wanted:
        return [Violation(place, f"{value}, the schema wants {any_of(wanted)}")]
    demand = _demand(parent, place)
    if demand:
        return [demand]
    return _closest(branches, place, describe, value)


def _types(branches: Branches, place: tuple[str | int, ...]) -> list[str]:
    """Return the types that the branches want, when that is all they refuse."""
    wanted: list[str] = []
    for branch in branches:
        kinds = [error for error in branch if tuple(error.instance_path) == place]
        if len(kinds) != len(branch) or any(error.kind.name != "type" for error in kinds):
            return []
        wanted += (name for error in kinds for name in sorted(error.kind.as_dict()["types"]))
    return types_in_words(wanted)


def _demand(parent: dict[str, Any], place: tuple[str | int, ...]) -> Violation | None:
    """Return the field that the branches themselves demand, where they differ in nothing else.

    `required: [a]` or `required: [b]` is "one of a, b is required"; a field that each branch
    demands in a mapping of its own is "a is required in forProvider or initProvider", the form
    of Crossplane's rules for managed resources.
    """
    branches = [*parent.get("anyOf", []), *parent.get("oneOf", [])]
    inner = [demand for branch in branches for demand in _inner_demands(branch)]
    if inner and len({field for _, field in inner}) == 1:
        mappings = any_of(mapping for mapping, _ in inner)
        return Violation(place, f"{inner[0][1]} is required in {mappings}")
    fields = [branch.get("required", []) for branch in branches if isinstance(branch, dict)]
    if len(fields) != len(branches) or any(len(names) != 1 for names in fields):
        return None
    return Violation(place, f"one of {', '.join(names[0] for names in fields)} is required")


def _inner_demands(branch: object) -> list[tuple[str, str]]:
    """Return (mapping, field) for each field that a branch demands one level down."""
    properties = branch.get("properties", {}) if isinstance(branch, dict) else {}
    return [
        (mapping, field)
        for mapping, inside in properties.items()
        if isinstance(inside, dict)
        for field in inside.get("required", [])
    ]


def _closest(
    branches: Branches,
    place: tuple[str | int, ...],
    describe: Callable[[ValidationError], Iterable[Violation]],
    value: str,
) -> list[Violation]:
    """Return the violations of the branch that got furthest: those are meant most likely."""
    filled = [branch for branch in branches if branch]
    if not filled:
        return [Violation(place, f"{value}, none of the schema's alternatives fits")]
    best = min(filled, key=lambda branch: (_is_other_type(branch, place), len(branch)))
    return [violation for error in best for violation in describe(error)]


def _is_other_type(branch: Sequence[ValidationError], place: tuple[str | int, ...]) -> bool:
    return any(
        error.kind.name == "type" and tuple(error.instance_path) == place for error in branch
    )
