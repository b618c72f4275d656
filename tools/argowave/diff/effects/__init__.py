"""Changes → what Argo CD, Kubernetes and Crossplane would do with them.

One file for each thing that can happen; each says in what Kubernetes or the provider it is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.diff.effects.clouds import cloud_effects
from argowave.diff.effects.definitions import definition_effects
from argowave.diff.effects.effect import Effect, Weight
from argowave.diff.effects.immutable import immutable_effects
from argowave.diff.effects.moves import move_effects
from argowave.diff.effects.namespaces import namespace_effects
from argowave.diff.effects.pods import pod_effects
from argowave.diff.effects.prunes import prune_effects

if TYPE_CHECKING:
    from collections.abc import Sequence

    from argowave.diff.changes import Change
    from argowave.resources import Inventory

__all__ = ["Effect", "Weight", "effects_of"]

_KINDS = (
    prune_effects,
    move_effects,
    namespace_effects,
    definition_effects,
    cloud_effects,
    immutable_effects,
    pod_effects,
)


def effects_of(
    changes: Sequence[Change], before: Inventory, after: Inventory
) -> tuple[Effect, ...]:
    """Return everything that the changes do, the worst first."""
    found = [effect for kind in _KINDS for effect in kind(changes, before, after)]
    return tuple(sorted(found, key=lambda effect: effect.weight.rank))
