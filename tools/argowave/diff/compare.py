"""Two inventories → the changes from one to the other."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from argowave.diff.changes import Change, How
from argowave.diff.defaulted import is_defaulted
from argowave.diff.fields import differences
from argowave.diff.ignored import is_ignored

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from argowave.resources import Inventory, Key, Resource
    from argowave.tree import Application

_ORDER: Final = {How.REMOVED: 0, How.CHANGED: 1, How.MOVED: 2, How.ADDED: 3}


def compare(before: Inventory, after: Inventory) -> tuple[Change, ...]:
    """Return every change, by Application, kind and name.

    An object that another Application applies now has moved, unless that Application is the
    former one under a new name; Argo CD's own tracking annotations are not in manifests.
    """
    renamed = renames(before, after)
    old, new = _first(before), _first(after)
    changes = [
        Change(How.REMOVED, resource, None) for key, resource in old.items() if key not in new
    ]
    changes += [
        Change(How.ADDED, None, resource) for key, resource in new.items() if key not in old
    ]
    for key, resource in new.items():
        change = _changed(old[key], resource, renamed) if key in old else None
        if change is not None:
            changes.append(change)
    return tuple(sorted(changes, key=_place))


def renames(before: Inventory, after: Inventory) -> dict[str, str]:
    """Return {former name: new name} of Applications that are the same but for their name."""
    old = {each.name: each for each in before.applications.values()}
    new = {each.name: each for each in after.applications.values()}
    gone = _by_spec(each for name, each in old.items() if name not in new)
    come = _by_spec(each for name, each in new.items() if name not in old)
    return {
        former[0]: come[spec][0]
        for spec, former in gone.items()
        if len(former) == len(come.get(spec, ())) == 1  # of several, nobody could tell which
    }


def _by_spec(applications: Iterable[Application]) -> dict[str, list[str]]:
    """Return the names of Applications by what they say."""
    found: dict[str, list[str]] = {}
    for each in applications:
        spec = json.dumps(each.manifest.body.get("spec"), sort_keys=True)
        found.setdefault(spec, []).append(each.name)
    return found


def _first(inventory: Inventory) -> dict[Key, Resource]:
    return {key: resources[0] for key, resources in inventory.by_key.items()}


def _changed(before: Resource, after: Resource, renamed: Mapping[str, str]) -> Change | None:
    fields = tuple(
        each
        for each in differences(_comparable(before), _comparable(after))
        if not is_ignored(each, after) and not is_defaulted(each, before, after)
    )
    former, present = _application(before), _application(after)
    has_moved = renamed.get(former, former) != present
    if not fields and not has_moved:
        return None
    return Change(How.MOVED if has_moved else How.CHANGED, before, after, fields)


def _comparable(resource: Resource) -> dict[str, Any]:
    """Return the body with its namespace filled in, so that stating it is no change."""
    body = resource.body
    if resource.namespace and not resource.manifest.namespace:
        return {**body, "metadata": {**resource.manifest.metadata, "namespace": resource.namespace}}
    return body


def _application(resource: Resource) -> str:
    return resource.application.name if resource.application else ""


def _place(change: Change) -> tuple[str, int, str, str, str]:
    key = change.resource.key
    return change.application, _ORDER[change.how], key.kind, key.namespace, key.name
