"""kustomize.buildOptions: a setting that stands in a tree, and without which it cannot be built.

It is found in what the tree applies, so the tree is grown without it first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.tree.argocd_cm import pieces_of, pieces_of_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from argowave.manifest import Manifest
    from argowave.tree.application import Application
    from argowave.tree.argocd_cm import Piece
    from argowave.yamlio import Document

KEY: Final = "kustomize.buildOptions"


def stated_options(applications: Sequence[Application], by_hand: Iterable[Manifest] = ()) -> str:
    """Return what the last argocd-cm of a tree states, "" where none does.

    Args:
        applications: all of the tree.
        by_hand: what is applied beside them.
    """
    return _last(pieces_of(applications, by_hand))


def options_in_values(values: Iterable[Document]) -> str:
    """Return what the last value file of Argo CD's own chart states, "" where none does."""
    return _last([piece for each in values for piece in pieces_of_values(each)])


def _last(pieces: Sequence[Piece]) -> str:
    found = [each.data[KEY] for each in pieces if KEY in each.data]
    return next((value for value in reversed(found) if isinstance(value, str)), "")
