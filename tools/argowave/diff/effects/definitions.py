"""A CustomResourceDefinition that goes: every object of its kind goes with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.diff.effects.effect import Effect, Weight
from argowave.diff.effects.prunes import is_definition, loses_data, pruned

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from argowave.diff.changes import Change
    from argowave.resources import Inventory


def definition_effects(
    changes: Sequence[Change], before: Inventory, after: Inventory
) -> Iterator[Effect]:
    """Give what each removed definition takes along.

    Its finalizer, customresourcecleanup.apiextensions.k8s.io, deletes all of its objects:
    pkg/controller/finalizer of apiextensions-apiserver.
    """
    for change, resource in pruned(changes, before, after, is_definition):
        kind = resource.text("spec", "names", "kind")
        known = before.of_kind(resource.text("spec", "group"), kind)
        words = f"is deleted, and every {kind} of the cluster with it"
        if known:
            words += f": {', '.join(each.subject for each in known)}"
        loses = any(loses_data(each) for each in known)
        yield Effect(change, Weight.DESTROYS_DATA if loses else Weight.DELETES, words)
