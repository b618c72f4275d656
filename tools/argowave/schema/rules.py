"""CEL rules that demand or forbid fields → plain JSON Schema; any other rule stays unchecked."""

from __future__ import annotations

import re
from typing import Any, Final

_NAME: Final = r"[A-Za-z_][A-Za-z0-9_]*"
# The one template of upjet's generators: required in forProvider or initProvider where managed.
_MANAGED: Final = re.compile(
    r"!\('\*' in self\.managementPolicies \|\| 'Create' in self\.managementPolicies"
    r" \|\| 'Update' in self\.managementPolicies\)"
    rf" \|\| has\(self\.forProvider\.({_NAME})\)"
    rf" \|\| \(has\(self\.initProvider\) && has\(self\.initProvider\.({_NAME})\)\)\Z"
)
_ANY_OF: Final = re.compile(rf"has\(self\.({_NAME})\)(?: \|\| has\(self\.({_NAME})\))+\Z")
_HAS: Final = re.compile(rf"has\(self\.({_NAME})\)")
_NOT_BOTH: Final = re.compile(rf"!\(has\(self\.({_NAME})\) && has\(self\.({_NAME})\)\)\Z")
_ABSENT: Final = re.compile(rf"!has\(self\.({_NAME})\)\Z")
_WHEN: Final = re.compile(rf"self\.({_NAME}) == '([^']+)' && has\(self\.({_NAME})\)\Z")
_MANAGING: Final = ("*", "Create", "Update")


def as_structure(rule: str) -> dict[str, Any] | None:
    """Return a JSON Schema that holds exactly when the CEL rule does, None for other rules.

    `self` is the object that the rule stands on; managementPolicies that are not stated are
    ["*"], their default in every managed resource.
    """
    if found := _MANAGED.match(rule):
        return _managed(found[1], found[2])
    if found := _NOT_BOTH.match(rule):
        return {"not": {"required": [found[1], found[2]]}}
    if found := _ABSENT.match(rule):
        return {"not": {"required": [found[1]]}}
    if found := _WHEN.match(rule):
        equals = {"properties": {found[1]: {"enum": [found[2]]}}}
        return {**equals, "required": sorted({found[1], found[3]})}
    if _ANY_OF.match(rule):
        return {"anyOf": [{"required": [name]} for name in _HAS.findall(rule)]}
    return None


def _managed(for_provider: str, init_provider: str) -> dict[str, Any]:
    only_observed = {"not": {"contains": {"enum": list(_MANAGING)}}}
    return {
        "anyOf": [
            _has("forProvider", for_provider),
            _has("initProvider", init_provider),
            {
                "properties": {"managementPolicies": only_observed},
                "required": ["managementPolicies"],
            },
        ]
    }


def _has(part: str, field: str) -> dict[str, Any]:
    return {"properties": {part: {"required": [field]}}, "required": [part]}
