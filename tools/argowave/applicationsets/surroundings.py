"""What every ApplicationSet of a tree is generated in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from argowave.applicationsets.elements import Setting

if TYPE_CHECKING:
    from collections.abc import Callable

    from argowave.applicationsets.renderer import Renderer
    from argowave.applicationsets.workingtree import WorkingTree


@dataclass(frozen=True, slots=True)
class SetSurroundings:
    """The repository, and what is known outside of it."""

    tree: WorkingTree
    is_own: Callable[[str], bool]  # whether a repository URL means the working tree

    def setting(self, renderer: Renderer, *, nested_selectors: bool) -> Setting:
        """Return what the generators of one ApplicationSet are run in."""
        return Setting(renderer, self.tree, self.is_own, nested_selectors)
