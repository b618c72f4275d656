"""What the files say together, against environments/schema.json → faults in plain words."""

from __future__ import annotations

import difflib
import json
from typing import TYPE_CHECKING, Any

from argowave.errors import EnvironmentFileError, RepositoryError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jsonschema import ValidationError

    from argowave.environment.files import EnvironmentFile, Pointer


def read_schema(repository: Path) -> dict[str, Any]:
    """Return environments/schema.json.

    Raises:
        RepositoryError: it is missing or no JSON.
    """
    shown = "environments/schema.json"
    try:
        schema: dict[str, Any] = json.loads((repository / shown).read_bytes())
    except FileNotFoundError as error:
        message = "does not exist"
        hint = "run argowave in the folder that holds environments/, or pass --repository"
        raise RepositoryError(message, path=shown, hint=hint) from error
    except (OSError, ValueError) as error:
        message = f"cannot be read: {error}"
        raise RepositoryError(message, path=shown) from error
    return schema


def check(
    values: dict[str, Any], files: tuple[EnvironmentFile, ...], schema: dict[str, Any]
) -> list[EnvironmentFileError]:
    """Return every fault of one environment, in the order of its files.

    jsonschema-rs answers whether there is any; jsonschema, six times slower to import, is
    asked only when there is one to explain.
    """
    faults = list(_misplaced(files, schema))
    import jsonschema_rs  # noqa: PLC0415 (heavy)

    if jsonschema_rs.Draft202012Validator(schema).is_valid(values):
        return faults
    from jsonschema import Draft202012Validator  # noqa: PLC0415 (heavy)

    errors = sorted(Draft202012Validator(schema).iter_errors(values), key=lambda e: e.json_path)
    for error in errors:
        faults.extend(_faults(error, files))
    return faults


def _misplaced(
    files: tuple[EnvironmentFile, ...], schema: dict[str, Any]
) -> Iterator[EnvironmentFileError]:
    wanted = {
        key: rule["x-file"]
        for key, rule in schema.get("properties", {}).items()
        if isinstance(rule, dict) and "x-file" in rule
    }
    for file in files:
        for key in file.body:
            if wanted.get(key, file.role) != file.role:
                message = f"$.{key}: {key} belongs in {wanted[key]}.yaml of the environment"
                line = file.line_of((key,))
                yield EnvironmentFileError(message, path=file.shown, line=line)


def _faults(
    error: ValidationError, files: tuple[EnvironmentFile, ...]
) -> Iterator[EnvironmentFileError]:
    pointer: Pointer = tuple(error.absolute_path)
    schema: Any = error.schema
    value: Any = error.instance
    hint = schema.get("description") if isinstance(schema, dict) else None
    if error.validator in ("if", "then", "else", "allOf") and error.context:
        for inner in error.context:
            yield from _faults(inner, files)
        return
    if error.validator == "additionalProperties":
        known = list(schema["properties"])
        for key in [key for key in value if key not in known]:
            guess = _did_you_mean(key, known)
            yield _fault(files, (*pointer, key), f"unknown key {key}{guess}", hint)
        return
    yield _fault(files, pointer, _words(error), hint)


def _words(error: ValidationError) -> str:  # noqa: PLR0911 (one sentence a keyword)
    value: Any = error.instance
    rule: Any = error.validator_value
    if error.validator == "required":
        missing = next(key for key in rule if key not in value and f"'{key}'" in error.message)
        return f"{missing} is missing"
    if error.validator == "type":
        return f"is {_shown(value)}, the schema wants {_article(rule)}"
    if error.validator == "enum":
        allowed = [str(each) for each in rule]
        guess = _did_you_mean(str(value), allowed)
        return f"is {_shown(value)}, one of {', '.join(allowed)} is wanted{guess}"
    if error.validator == "pattern":
        return f"is {_shown(value)}, which does not match {rule}"
    if error.validator == "minItems" and not value:
        return "is empty"
    if error.validator == "not" or error.schema is False:
        return f"{_shown(value)} is not allowed here"
    return error.message


def _fault(
    files: tuple[EnvironmentFile, ...], pointer: Pointer, words: str, hint: str | None
) -> EnvironmentFileError:
    file = next((each for each in reversed(files) if each.has(pointer)), files[-1])
    message = f"{_path(pointer)}: {words}"
    return EnvironmentFileError(message, path=file.shown, line=file.line_of(pointer), hint=hint)


def _path(pointer: Pointer) -> str:
    return "$" + "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in pointer)


def _shown(value: object) -> str:
    if isinstance(value, (dict, list)):
        return "a mapping" if isinstance(value, dict) else "a list"
    return json.dumps(value, ensure_ascii=False)


def _article(kind: object) -> str:
    kinds = kind if isinstance(kind, list) else [kind]
    return " or ".join(f"{'an' if str(each)[0] in 'aeio' else 'a'} {each}" for each in kinds)


def _did_you_mean(word: str, known: list[str]) -> str:
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    return f", did you mean {close[0]}?" if close else ""
