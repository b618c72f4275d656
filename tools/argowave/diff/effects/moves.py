"""Objects that another Application applies now: the former one may prune them first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.diff.changes import How
from argowave.diff.effects.effect import Effect, Weight
from argowave.diff.effects.managed import is_managed
from argowave.diff.effects.prunes import inside, is_namespace, loses_data, takes_along, why_kept

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from argowave.diff.changes import Change
    from argowave.resources import Inventory, Resource


def move_effects(
    changes: Sequence[Change], before: Inventory, after: Inventory
) -> Iterator[Effect]:
    """Give what may become of each object that moves to another Application.

    An Application prunes what carries its name and is not in its source any more, so an object is
    kept only when the other one, and with it the other name, is applied first: GetManagedLiveObjs
    in controller/cache/cache.go of Argo CD. Nothing makes either of them wait.
    """
    for change in changes:
        former = change.before
        if change.how is How.MOVED and former is not None and not why_kept(former, before, after):
            yield _effect(change, former, before)


def _effect(change: Change, former: Resource, before: Inventory) -> Effect:
    pruning = former.application.name if former.application else ""
    present = change.application
    first = f"is deleted by Application/{pruning}, unless Application/{present} syncs first"
    guard = "give the object the sync option Prune=false first, in a change of its own"
    gone = _gone_with(former, before)
    if is_namespace(former) and any(is_managed(each) for each in gone):
        words = f"{first}; the managed resources in it then hang for ever; {guard}"
        return Effect(change, Weight.HANGS, words)
    if any(loses_data(each) for each in (former, *gone)):
        return Effect(change, Weight.DESTROYS_DATA, f"{first}, with everything in it; {guard}")
    return Effect(change, Weight.REPLACES, f"{first}, and is made anew then")


def _gone_with(former: Resource, before: Inventory) -> Sequence[Resource]:
    """Return what the deletion of an object takes along."""
    application = before.application_of(former)
    if application is not None:
        return before.of(application) if takes_along(former.manifest, before) else ()
    return inside(former, before) if is_namespace(former) else ()
