"""Changes and their effects in words, for every format; a Secret's values are never shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.diff.changes import How
from argowave.diff.showing import show_path, show_values
from argowave.report.lines import one_line
from argowave.report.summary import count

if TYPE_CHECKING:
    from argowave.diff.changes import Change, FieldChange
    from argowave.diff.effects import Effect
    from argowave.diff.environments import EnvironmentDiff

SIGNS: Final = {How.ADDED: "+", How.REMOVED: "-", How.CHANGED: "~", How.MOVED: ">"}


def headline(diff: EnvironmentDiff) -> str:
    """Return what changes in an environment, in a few words."""
    if not diff.changes:
        return f"{diff.name}: no change"
    applications = count(len(diff.syncs), "Application")
    return f"{diff.name}: {count(len(diff.changes), 'change')} in {applications}"


def named(change: Change) -> str:
    """Return the object of a change, and where it comes from when it moves."""
    words = one_line(str(change.resource.key))
    if change.how is How.MOVED and change.before is not None:
        former = change.before.application
        words += f", from Application/{former.name if former else '?'}"
    return words


def shared_subjects(diff: EnvironmentDiff) -> frozenset[str]:
    """Return what effects are about in several Applications, as each cluster has its own."""
    found: dict[str, set[str]] = {}
    for effect in diff.effects:
        found.setdefault(effect.subject, set()).add(effect.change.application)
    return frozenset(subject for subject, names in found.items() if len(names) > 1)


def say_effect(
    diff: EnvironmentDiff, effect: Effect, accepted: frozenset[str], shared: frozenset[str]
) -> str:
    """Return an effect in words, and whether somebody accepted it.

    Of what several Applications have (`shared`), it says whose it is.
    """
    whose = f" of {effect.change.application or 'the root'}" if effect.subject in shared else ""
    is_accepted = diff.acceptance(effect) in accepted
    note = " (accepted)" if effect.weight.is_fatal and is_accepted else ""
    return one_line(f"{effect.weight.value}: {effect.subject}{whose} {effect.message}{note}")


def say_field(change: Change, field: FieldChange) -> str:
    """Return a field with its former and its present value."""
    shown = show_path(field.path).removeprefix("$.")
    before, after = show_values(change.resource, field)
    return one_line(f"{shown}: {before} → {after}")
