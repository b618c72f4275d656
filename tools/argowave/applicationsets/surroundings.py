"""What every ApplicationSet of a tree is generated in."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from argowave.applicationsets.clusters import cluster_of, clusters_in_files, unique
from argowave.applicationsets.elements import Setting

if TYPE_CHECKING:
    from collections.abc import Callable

    from argowave.applicationsets.clusters import Cluster
    from argowave.applicationsets.renderer import Renderer
    from argowave.applicationsets.workingtree import WorkingTree
    from argowave.manifest import Manifest


@dataclass(frozen=True)
class SetSurroundings:
    """The repository, and what is known outside of it."""

    tree: WorkingTree
    is_own: Callable[[str], bool]  # whether a repository URL means the working tree
    stated_clusters: tuple[Cluster, ...] | None = None  # by the user, in place of Secrets
    applied: list[Manifest] = field(default_factory=list)  # what the tree applies, as it grows

    def setting(self, renderer: Renderer, *, nested_selectors: bool) -> Setting:
        """Return what the generators of one ApplicationSet are run in."""
        return Setting(renderer, self.tree, self.is_own, self.clusters, nested_selectors)

    def clusters(self) -> tuple[Cluster, ...] | None:
        """Return the clusters that are known, None where there is no Secret of any."""
        if self.stated_clusters is not None:
            return unique(self.stated_clusters)
        applied = [each for each in map(cluster_of, self.applied) if each is not None]
        return unique((*applied, *self._in_files)) or None

    @cached_property
    def _in_files(self) -> tuple[Cluster, ...]:
        return clusters_in_files(self.tree)
