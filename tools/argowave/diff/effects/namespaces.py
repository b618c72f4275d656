"""A namespace that goes while managed resources are in it: they hang for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.diff.effects.effect import Effect, Weight
from argowave.diff.effects.managed import is_managed
from argowave.diff.effects.prunes import inside, is_namespace, loses_data, pruned

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
    for change, resource in pruned(changes, before, after, is_namespace):
        known = inside(resource, before)
        managed = [each.subject for each in known if is_managed(each)]
        if managed:
            words = (
                f"is deleted with {', '.join(managed)} in it, which then hang for ever with their"
                " finalizers; delete them first and wait until they are gone"
            )
            yield Effect(change, Weight.HANGS, words)
            continue
        volumes = [each.subject for each in known if loses_data(each)]
        if volumes:
            words = f"is deleted with everything in it, and the data of {', '.join(volumes)}"
            yield Effect(change, Weight.DESTROYS_DATA, words)
            continue
        number = f"{len(known)} object{' is' if len(known) == 1 else 's are'} known"
        words = f"is deleted with everything in it, of which {number}"
        yield Effect(change, Weight.DELETES, words)
