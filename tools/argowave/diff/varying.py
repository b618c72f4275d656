"""Changes → those that somebody made, without what a chart renders to something else each time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from argowave.diff.changes import How
from argowave.diff.showing import pointer_of, show_path
from argowave.tree.varying import differing, key_of, kinds_of, may_vary, renderings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from argowave.diff.changes import Change, FieldChange
    from argowave.resources import Resource
    from argowave.tree import Application
    from argowave.tree.varying import Key, Place

_WHY: Final = "a chart makes it up anew at each rendering, so that it is not shown (never-same)"


@dataclass(slots=True)
class _MadeUp:
    """What the charts of an Application make up."""

    places: dict[Key, set[Place]] = field(default_factory=lambda: defaultdict(set))
    names: set[tuple[str, ...]] = field(default_factory=set)  # template, apiVersion, kind


def without_varying(changes: Sequence[Change]) -> tuple[tuple[Change, ...], tuple[str, ...]]:
    """Return the changes that are left, and a line about the others where there are any.

    A field is left out where the charts of both sides make it up; so is an object whose name they
    make up, which seems to go and to come.
    """
    memory: dict[int, _MadeUp] = {}
    left: list[Change] = []
    hidden: list[str] = []
    for change in changes:
        fields = _made_up_fields(change, memory)
        hidden += [f"{change.resource.subject} {show_path(each.path)}" for each in fields]
        kept = tuple(each for each in change.fields if each not in fields)
        if not fields:
            left.append(change)
        elif kept or change.how is How.MOVED:
            left.append(replace(change, fields=kept))
    renamed = _renamed(left, memory)
    hidden += [f"{kind} of {template}" for template, _, kind in dict.fromkeys(renamed.values())]
    more = f" and {len(hidden) - 1} more" if len(hidden) > 1 else ""
    lines = (f"{hidden[0]}{more}: {_WHY}",) if hidden else ()
    return tuple(each for each in left if id(each) not in renamed), lines


def _made_up_fields(change: Change, memory: dict[int, _MadeUp]) -> list[FieldChange]:
    if change.before is None or change.after is None:
        return []
    sides = [
        (resource, places)
        for resource in (change.before, change.after)
        if (places := _made_up(resource, memory).places.get(key_of(resource.manifest)))
    ]
    if len(sides) == 1 or not sides:
        return []
    return [each for each in change.fields if all(_is_in(each, *side) for side in sides)]


def _is_in(change: FieldChange, resource: Resource, places: set[Place]) -> bool:
    pointer = pointer_of(resource.body, change.path)
    return any(pointer[: len(place)] == place for place in places)


def _renamed(changes: Sequence[Change], memory: dict[int, _MadeUp]) -> dict[int, tuple[str, ...]]:
    """Return ids of changes of objects whose names are made up, with what makes them.

    Of each template as many have to go as come; otherwise somebody has changed something.
    """
    found: dict[tuple[str, ...], list[Change]] = defaultdict(list)
    for change in changes:
        sort = key_of(change.resource.manifest)[:-1]
        goes_or_comes = change.how in (How.ADDED, How.REMOVED)
        if goes_or_comes and sort in _made_up(change.resource, memory).names:
            found[(change.application, *sort)].append(change)
    return {
        id(each): key[1:]
        for key, several in found.items()
        if sum(1 if each.how is How.ADDED else -1 for each in several) == 0
        for each in several
    }


def _made_up(resource: Resource, memory: dict[int, _MadeUp]) -> _MadeUp:
    application = resource.application
    if application is None or not resource.manifest.rendered:
        return _MadeUp()
    if id(application) not in memory:
        memory[id(application)] = _of_application(application)
    return memory[id(application)]


def _of_application(application: Application) -> _MadeUp:
    made = _MadeUp()
    for request, _ in application.renderings:
        rendered = renderings(request) if may_vary(request.chart) else None
        if not rendered:
            continue
        first, *others = rendered
        for other in others:
            for key in first.keys() & other.keys():
                made.places[key].update(differing(first[key], other[key]))
            if kinds_of(first) == kinds_of(other):
                made.names.update(key[:-1] for key in first.keys() ^ other.keys())
    return made
