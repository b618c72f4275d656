"""What is declared and what AWS holds → findings, field by field."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from argowave.finding import Finding
    from argowave.flows.declared import Declared


def compare(
    declared: Declared, held: Mapping[str, Any], fields: Mapping[str, str]
) -> Iterator[Finding]:
    """Yield a finding for each declared field of which AWS holds another value.

    Args:
        declared: what is declared.
        held: attributes as AWS gives them: texts.
        fields: field of forProvider → AWS's name of it.
    """
    for field, name in fields.items():
        wanted = declared.parameters.get(field)
        if wanted in (None, "", [], {}):
            continue
        found = held.get(name)
        if same(wanted, found):
            continue
        if not wanted and found is None:
            continue  # false is what an attribute is that is not there
        yield different(declared, field, wanted, f"{found!r}" if found is not None else "nothing")


def different(declared: Declared, field: str, wanted: object, found: str) -> Finding:
    """Return the finding for a field of which AWS holds another value."""
    message = f"{wanted!r} is declared, AWS holds {found}"
    return declared.finding(message, f"$.spec.forProvider.{field}")


def same(wanted: object, held: object) -> bool:
    """Tell whether two values are one: `true` and True, 30 and "30", JSON however it is written."""
    return _plain(wanted) == _plain(held)


def _plain(value: object) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, str) and value[:1] in {"{", "["}:
        try:
            return _plain_json(json.loads(value))
        except ValueError:
            return value
    return value


def _plain_json(value: object) -> object:
    if isinstance(value, dict):
        return {name: _plain_json(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain_json(each) for each in value]
    return _plain(value)
