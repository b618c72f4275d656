"""Changes and their effects as text, JSON or Markdown; a Secret's values are never shown."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, TextIO

from argowave.diff.changes import ABSENT, How
from argowave.diff.showing import is_secret, show_path, show_value
from argowave.report.lines import one_line
from argowave.report.markdown import MARK, escape
from argowave.report.summary import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from argowave.diff.changes import Change, FieldChange
    from argowave.diff.effects import Effect
    from argowave.diff.environments import EnvironmentDiff

FORMATS: Final = ("text", "json", "markdown")
_SIGNS: Final = {How.ADDED: "+", How.REMOVED: "-", How.CHANGED: "~", How.MOVED: ">"}


def write_changes(
    stream: TextIO, form: str, diffs: Sequence[EnvironmentDiff], accepted: frozenset[str]
) -> None:
    """Write every environment's changes in one of FORMATS."""
    if form == "json":
        json.dump(
            {"environments": [describe_diff(diff, accepted) for diff in diffs]}, stream, indent=2
        )
        stream.write("\n")
        return
    lines = _markdown(diffs, accepted) if form == "markdown" else _text(diffs, accepted)
    stream.writelines(f"{line}\n" for line in lines)


def _text(diffs: Sequence[EnvironmentDiff], accepted: frozenset[str]) -> Iterator[str]:
    for diff in diffs:
        yield _headline(diff)
        for former, present in diff.renamed.items():
            yield f"  Application/{former} is Application/{present} now"
        application = None
        for change in diff.changes:
            if change.application != application:
                application = change.application
                yield f"  {application or 'the root'}"
            yield f"    {_SIGNS[change.how]} {_named(change)}"
            yield from (f"        {_field(change, field)}" for field in change.fields)
        for effect in diff.effects:
            yield f"  {_effect(diff, effect, accepted)}"
        yield from (f"  not compared: {what}" for what in diff.not_compared)


def _markdown(diffs: Sequence[EnvironmentDiff], accepted: frozenset[str]) -> Iterator[str]:
    yield MARK
    for diff in diffs:
        yield f"### {escape(_headline(diff))}"
        yield ""
        for effect in diff.effects:
            weight, said = _effect(diff, effect, accepted).split(": ", 1)
            yield f"- **{escape(weight)}** {escape(said)}"
        if diff.changes:
            yield ""
            yield "<details><summary>every change</summary>"
            yield ""
        for change in diff.changes:
            yield f"- {escape(f'{_SIGNS[change.how]} {change.application} {_named(change)}')}"
            yield from (f"  - {escape(_field(change, field))}" for field in change.fields)
        if diff.changes:
            yield ""
            yield "</details>"
            yield ""


def _headline(diff: EnvironmentDiff) -> str:
    if not diff.changes:
        return f"{diff.name}: no change"
    applications = count(len(diff.syncs), "Application")
    return f"{diff.name}: {count(len(diff.changes), 'change')} in {applications}"


def _named(change: Change) -> str:
    words = one_line(str(change.resource.key))
    if change.how is How.MOVED and change.before is not None:
        former = change.before.application
        words += f", from Application/{former.name if former else '?'}"
    return words


def _effect(diff: EnvironmentDiff, effect: Effect, accepted: frozenset[str]) -> str:
    is_accepted = f"{diff.name} {effect.subject}" in accepted
    note = " (accepted)" if effect.weight.is_fatal and is_accepted else ""
    return one_line(f"{effect.weight.value}: {effect.subject} {effect.message}{note}")


def _field(change: Change, field: FieldChange) -> str:
    shown = show_path(field.path).removeprefix("$.")
    resource = change.resource
    before, after = (show_value(resource, field, each) for each in (field.before, field.after))
    return one_line(f"{shown}: {before} → {after}")


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
                "accepted": f"{diff.name} {effect.subject}" in accepted,
            }
            for effect in diff.effects
        ],
        "notCompared": list(diff.not_compared),
    }


def _json_change(change: Change) -> dict[str, Any]:
    key = change.resource.key
    fields = []
    for field in change.fields:
        entry: dict[str, Any] = {"path": show_path(field.path)}
        for word, value in (("before", field.before), ("after", field.after)):
            if value is not ABSENT:
                entry[word] = "(not shown)" if is_secret(change.resource, field) else value
        fields.append(entry)
    return {
        "how": change.how.value,
        "application": change.application,
        "group": key.group,
        "kind": key.kind,
        "namespace": key.namespace,
        "name": key.name,
        "fields": fields,
    }
