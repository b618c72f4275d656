"""environments/schema.json, and what it says of one key."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from argowave.errors import RepositoryError
from argowave.files.regular import read_regular

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from argowave.environment.files import Pointer

SHOWN: Final = "environments/schema.json"
# the keyword of ours that names the only file in which a key may stand: a key of files.FILES
FILE: Final = "x-file"
# the keyword of ours that says why a key may differ between environments
DIFFERS: Final = "x-differs"
Rule = dict[str, Any]


def read_schema(repository: Path) -> Rule:
    """Return environments/schema.json, a JSON Schema of draft 2020-12.

    Raises:
        RepositoryError: it is missing, unreadable or no JSON object.
    """
    try:
        text = read_regular(repository / SHOWN).decode()
        schema = json.loads(text)
    except FileNotFoundError as error:
        message = "does not exist"
        hint = "it says what an environment may state; --repository names another folder"
        raise RepositoryError(message, path=SHOWN, hint=hint) from error
    except json.JSONDecodeError as error:
        message = f"is no JSON: {error.msg}"
        raise RepositoryError(message, path=SHOWN, line=error.lineno) from error
    except (OSError, ValueError, RecursionError) as error:
        message = f"cannot be read: {getattr(error, 'strerror', None) or error}"
        raise RepositoryError(message, path=SHOWN) from error
    if not isinstance(schema, dict):
        message = "is no JSON Schema: an object is expected"
        raise RepositoryError(message, path=SHOWN)
    return schema


def rule_at(schema: Rule, pointer: Pointer) -> Rule | None:
    """Return what `schema` says of the value at `pointer`, None where it says nothing."""
    rules = _rules_along(schema, pointer)
    return rules[-1] if len(rules) == len(pointer) + 1 else None


def file_of(schema: Rule, pointer: Pointer) -> str | None:
    """Return the only file in which `pointer` may stand, said by it or by a key above it."""
    said = [rule[FILE] for rule in _rules_along(schema, pointer) if FILE in rule]
    return said[-1] if said else None


def reason_to_differ(schema: Rule, pointer: Pointer) -> str:
    """Return why a key may differ between environments, "" where nothing says that it may.

    What may stand in an environment's own file only is its identity, and what may stand in
    versions.yaml only is promoted: both differ by their nature.
    """
    for rule in _rules_along(schema, pointer):
        if said := rule.get(DIFFERS):
            return str(said)
        if rule.get(FILE) in ("environment", "versions"):
            return f"it stands in {rule[FILE]}.yaml only"
    return ""


def mentions_file(schema: Rule, rule: Rule, role: str) -> bool:
    """Return whether `rule` or a rule below it says that a key stands in the file `role`."""
    if FILE in rule:
        return bool(rule[FILE] == role)
    return any(mentions_file(schema, below, role) for _, below in properties(schema, rule))


def properties(schema: Rule, rule: Rule) -> Iterator[tuple[str, Rule]]:
    """Yield each key that `rule` knows, with what is said of it."""
    for key, below in rule.get("properties", {}).items():
        yield key, _resolved(schema, below)


def _rules_along(schema: Rule, pointer: Pointer) -> list[Rule]:
    rules = [schema]
    for key in pointer:
        rule = rules[-1]
        below = rule.get("items") if isinstance(key, int) else rule.get("properties", {}).get(key)
        if below is None:
            break
        rules.append(_resolved(schema, below))
    return rules


def _resolved(schema: Rule, rule: object) -> Rule:
    """Follow one `$ref` into this file; what stands beside it goes before what it names."""
    if not isinstance(rule, dict):  # true or false
        return {}
    reference = rule.get("$ref")
    if not isinstance(reference, str) or not reference.startswith("#/"):
        return rule
    named: Any = schema
    for step in reference.removeprefix("#/").split("/"):
        named = named.get(step) if isinstance(named, dict) else None
    return {**named, **rule} if isinstance(named, dict) else rule
