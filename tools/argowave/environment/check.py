"""What the files say together, against environments/schema.json → faults in plain words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from argowave.environment.files import FILES
from argowave.environment.schema import (
    FILE,
    SHOWN,
    Rule,
    file_of,
    mentions_file,
    properties,
    rule_at,
)
from argowave.environment.words import ALIKE, describe, show_pointer
from argowave.errors import EnvironmentFileError, RepositoryError
from argowave.words.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema import ValidationError

    from argowave.environment.files import EnvironmentFile, Pointer

Files = tuple["EnvironmentFile", ...]


def check(values: dict[str, Any], files: Files, schema: Rule) -> list[EnvironmentFileError]:
    """Return every fault of one environment, each at the file and line that said it.

    jsonschema-rs answers whether there is any; jsonschema, six times slower to import, is
    asked only when there is one to explain.

    Raises:
        RepositoryError: schema.json is itself no JSON Schema.
    """
    faults = [fault for file in files for fault in _misplaced(file, schema, schema, ())]
    import jsonschema_rs  # noqa: PLC0415 (heavy)

    try:
        validator = jsonschema_rs.Draft202012Validator(schema)
    except (ValueError, jsonschema_rs.ValidationError) as error:
        message = f"is no JSON Schema: {str(error).splitlines()[0]}"
        raise RepositoryError(message, path=SHOWN) from error
    if validator.is_valid(values):
        return faults
    explained = list(_explain(values, files, schema))
    if not explained:  # the two differ, in a dialect of regular expressions for instance
        first = next(iter(validator.iter_errors(values)))
        explained = [_fault(files, tuple(first.instance_path), first.message, None)]
    return faults + explained


def _explain(values: dict[str, Any], files: Files, schema: Rule) -> Iterator[EnvironmentFileError]:
    from jsonschema import Draft202012Validator, validators  # noqa: PLC0415 (heavy)

    keywords = {"pattern": _mismatches}
    explainer = validators.extend(  # type: ignore[no-untyped-call] # (it has no types)
        Draft202012Validator, keywords
    )
    for error in sorted(explainer(schema).iter_errors(values), key=_order):
        pointer: Pointer = tuple(error.absolute_path)
        if error.validator == "required":
            yield from _missing(error, pointer, files, schema)
        elif error.validator == "additionalProperties":
            yield from _unknown(error, pointer, files, schema)
        else:
            hint = _description(schema, pointer, error.schema)
            yield _fault(files, pointer, describe(error), hint)


def _mismatches(
    _validator: object, pattern: str, value: object, _rule: object
) -> Iterator[ValidationError]:
    """Judge a text by jsonschema-rs too: Python's patterns may take for ever."""
    import jsonschema_rs  # noqa: PLC0415 (heavy)
    from jsonschema import ValidationError  # noqa: PLC0415 (heavy)

    if not jsonschema_rs.Draft202012Validator({"pattern": pattern}).is_valid(value):
        message = f"{value!r} does not match {pattern!r}"
        yield ValidationError(message)


def _order(error: ValidationError) -> list[str]:
    return [str(key) for key in error.absolute_path]


def _misplaced(
    file: EnvironmentFile, schema: Rule, rule: Rule, above: Pointer
) -> Iterator[EnvironmentFileError]:
    """Yield the keys that another file has to say.

    versions.yaml is copied from environment to environment, so nothing may stand there but
    what says so; the two other files take whatever does not say otherwise.
    """
    said = file.at(above)
    for key, below in properties(schema, rule):
        if not isinstance(said, dict) or key not in said:
            continue
        pointer = (*above, key)
        if below.get(FILE, file.role) != file.role:
            words = f"{key} belongs in {FILES[below[FILE]]} of the environment"
        elif FILE in below or (file.role != "versions" and not below.get("properties")):
            continue
        elif file.role == "versions" and not mentions_file(schema, below, file.role):
            words = f"{key} does not belong in {FILES['versions']}, which promotion copies"
        else:
            yield from _misplaced(file, schema, below, pointer)
            continue
        message = f"{show_pointer(pointer)}: {words}"
        yield EnvironmentFileError(message, path=file.shown, line=file.line_of(pointer))


def _missing(
    error: ValidationError, above: Pointer, files: Files, schema: Rule
) -> Iterator[EnvironmentFileError]:
    value: Any = error.instance
    rule: Any = error.validator_value
    # jsonschema yields one error a key and names the key only in its message
    key = next(key for key in rule if key not in value and repr(key) in error.message)
    pointer = (*above, key)
    role = file_of(schema, pointer)
    if role is None and not above:
        base, own = files[0].shown, files[-1].shown
        words = f"is missing; {base} says it for every environment, {own} for this one"
        yield _fault(files, pointer, words, _description(schema, pointer))
        return
    file = next((each for each in files if each.role == role), None) or _speaker(files, above)
    message = f"{show_pointer(pointer)}: is missing"
    hint = _description(schema, pointer)
    yield EnvironmentFileError(message, path=file.shown, line=file.line_of(above), hint=hint)


def _unknown(
    error: ValidationError, above: Pointer, files: Files, schema: Rule
) -> Iterator[EnvironmentFileError]:
    rule: Any = error.schema
    value: Any = error.instance
    known = list(rule.get("properties", {}))
    patterns = list(rule.get("patternProperties", {}))
    for key in value:
        if key in known or any(re.search(pattern, key) for pattern in patterns):
            continue
        meant = nearest(key, known, ALIKE)
        words = f"did you mean {meant}?" if meant else f"known are {', '.join(known)}"
        hint = _description(schema, (*above, meant)) if meant else None
        yield _fault(files, (*above, key), f"unknown key, {words}", hint)


def _fault(files: Files, pointer: Pointer, words: str, hint: str | None) -> EnvironmentFileError:
    file = _speaker(files, pointer)
    message = f"{show_pointer(pointer)}: {words}"
    return EnvironmentFileError(message, path=file.shown, line=file.line_of(pointer), hint=hint)


def _speaker(files: Files, pointer: Pointer) -> EnvironmentFile:
    """Return the file whose word counts at `pointer`: the last one that says something."""
    return next((file for file in reversed(files) if file.has(pointer)), files[-1])


def _description(schema: Rule, pointer: Pointer, found: object = None) -> str | None:
    """Return the description beside the failed rule, else the one of the key itself."""
    rule = found if isinstance(found, dict) and "description" in found else None
    rule = rule or rule_at(schema, pointer) or {}
    description = rule.get("description")
    return description if isinstance(description, str) else None
