"""A namespace that goes while managed resources are in it: they hang for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.diff.changes import How
from argowave.diff.effects.effect import Effect, Weight
from argowave.diff.effects.managed import is_managed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from argowave.diff.changes import Change
    from argowave.resources import Inventory


def namespace_effects(
    changes: Sequence[Change], before: Inventory, after: Inventory
) -> Iterator[Effect]:
    """Give what a removed Namespace takes along.

    The provider notes each use of its configuration in the namespace; in one that is being
    deleted it cannot, so that the finalizers of managed resources are never taken off.
    """
    del after
    for change in changes:
        resource = change.before
        if change.how is not How.REMOVED or resource is None or resource.kind != "Namespace":
            continue
        inside = [
            each
            for each in before.resources
            if each.namespace == resource.name and each.cluster == resource.cluster
        ]
        managed = [each.subject for each in inside if is_managed(each)]
        if managed:
            words = (
                f"is deleted with {', '.join(managed)} in it, which then hang for ever with their"
                " finalizers; delete them first and wait until they are gone"
            )
            yield Effect(change, Weight.HANGS, words)
        elif inside:
            words = f"is deleted with everything in it, of which {len(inside)} objects are known"
            yield Effect(change, Weight.DELETES, words)
