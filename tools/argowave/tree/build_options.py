"""kustomize.buildOptions: a setting that stands in a tree, and without which it cannot be built.

It is found in what the tree applies, so the tree is grown without it first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.tree.argocd_cm import pieces_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from argowave.manifest import Manifest
    from argowave.tree.application import Application

KEY: Final = "kustomize.buildOptions"


def stated_options(applications: Sequence[Application], by_hand: Iterable[Manifest] = ()) -> str:
    """Return what the last argocd-cm of a tree states, "" where none does.

    Args:
        applications: all of the tree.
        by_hand: what is applied beside them.
    """
    found = [each.data[KEY] for each in pieces_of(applications, by_hand) if KEY in each.data]
    return next((value for value in reversed(found) if isinstance(value, str)), "")
