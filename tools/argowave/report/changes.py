"""Changes and their effects as text, JSON or Markdown; a Secret's values are never shown."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, TextIO

from argowave.diff.changes import ABSENT
from argowave.diff.showing import is_secret, show_path
from argowave.report.change_words import (
    SIGNS,
    headline,
    named,
    say_effect,
    say_field,
    shared_subjects,
)
from argowave.report.digest import unchecked_lines
from argowave.report.lines import one_line
from argowave.report.markdown import LARGEST, MARK

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from argowave.diff.changes import Change, FieldChange
    from argowave.diff.environments import EnvironmentDiff

FORMATS: Final = ("text", "json", "markdown")


def write_changes(
    stream: TextIO, form: str, diffs: Sequence[EnvironmentDiff], accepted: frozenset[str]
) -> None:
    """Write every environment's changes in one of FORMATS."""
    if form == "json":
        described = [describe_diff(diff, accepted) for diff in diffs]
        json.dump({"version": 1, "environments": described}, stream, indent=2)
        stream.write("\n")
        return
    if form == "markdown":
        from argowave.report.changes_markdown import changes_section  # noqa: PLC0415 (one format)

        stream.write(f"{MARK}\n{changes_section(diffs, accepted, LARGEST - len(MARK) - 1)}")
        return
    stream.writelines(f"{one_line(line)}\n" for line in _text(diffs, accepted))


def _text(diffs: Sequence[EnvironmentDiff], accepted: frozenset[str]) -> Iterator[str]:
    for diff in diffs:
        yield headline(diff)
        for former, present in diff.renamed.items():
            yield f"  Application/{former} is Application/{present} now"
        application = None
        for change in diff.changes:
            if change.application != application:
                application = change.application
                yield f"  {application or 'the root'}"
            yield f"    {SIGNS[change.how]} {named(change)}"
            yield from (f"        {say_field(change, field)}" for field in change.fields)
        shared = shared_subjects(diff)
        for effect in diff.effects:
            yield f"  {say_effect(diff, effect, accepted, shared)}"
        yield from (f"  {line}" for line in unchecked_lines(diff.not_compared, "not compared"))


def field_values(change: Change, field: FieldChange) -> dict[str, Any]:
    """Return `before` and `after` of a field, those that are there; no value of a Secret."""
    values = {"before": field.before, "after": field.after}
    return {
        word: "(not shown)" if is_secret(change.resource, field) else value
        for word, value in values.items()
        if value is not ABSENT
    }


def describe_diff(diff: EnvironmentDiff, accepted: frozenset[str]) -> dict[str, Any]:
    """Return one environment's changes as JSON has them."""
    return {
        "name": diff.name,
        "syncs": list(diff.syncs),
        "renamed": dict(diff.renamed),
        "changes": [_json_change(change) for change in diff.changes],
        "effects": [
            {
                "weight": effect.weight.value,
                "subject": effect.subject,
                "application": effect.change.application,
                "message": effect.message,
                "accepted": diff.acceptance(effect) in accepted,
            }
            for effect in diff.effects
        ],
        "notCompared": list(diff.not_compared),
    }


def _json_change(change: Change) -> dict[str, Any]:
    key = change.resource.key
    fields = [
        {"path": show_path(field.path), **field_values(change, field)} for field in change.fields
    ]
    return {
        "how": change.how.value,
        "application": change.application,
        "group": key.group,
        "kind": key.kind,
        "namespace": key.namespace,
        "name": key.name,
        "fields": fields,
    }
