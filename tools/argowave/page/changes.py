"""What changes in an environment → its part of the document; values are texts there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from argowave.diff.changes import How
from argowave.diff.showing import show_path
from argowave.report.changes import field_values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from argowave.diff.changes import Change
    from argowave.diff.environments import EnvironmentDiff


def describe_changes(diff: EnvironmentDiff) -> Mapping[str, Any]:
    """Return the changes, the worst effects first, and what could not be compared."""
    number = {id(change): index for index, change in enumerate(diff.changes)}
    return {
        "syncs": list(diff.syncs),
        "renamed": [list(pair) for pair in diff.renamed.items()],
        "changes": [_change(change) for change in diff.changes],
        "effects": [
            {
                "weight": effect.weight.value,
                "fatal": effect.weight.is_fatal,
                "message": effect.message,
                "change": number[id(effect.change)],
            }
            for effect in diff.effects
        ],
        "not_compared": list(diff.not_compared),
    }


def _change(change: Change) -> dict[str, Any]:
    key = change.resource.key
    former = change.before.application if change.before is not None else None
    moved = change.how is How.MOVED
    return {
        "how": change.how.value,
        "application": change.application,
        "former": former.name if moved and former is not None else "",
        "kind": key.kind,
        "name": key.name,
        "namespace": key.namespace,
        "fields": [
            {"path": show_path(field.path), **_texts(field_values(change, field))}
            for field in change.fields
        ],
    }


def _texts(values: Mapping[str, Any]) -> dict[str, str]:
    """Return values as texts, so that nothing is lost of numbers that JavaScript cannot hold."""
    return {word: _text(value) for word, value in values.items()}


def _text(value: object) -> str:
    if isinstance(value, str) and "\n" in value:
        return value  # a script or a file is read more easily as it stands
    return json.dumps(value, ensure_ascii=False, default=str)
